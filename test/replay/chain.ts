import { Engine, type EngineOptions } from '../../engine/core/engine.ts'
import type { Source } from '../../engine/core/source.ts'
import type { Topic } from '../../engine/core/topic.ts'
import type { Topology } from '../../engine/core/topology.ts'
import { digestOf } from '../../engine/log/digest.ts'
import { LmdbLog } from '../../engine/log/lmdb.ts'
import type { Log } from '../../engine/log/log.ts'
import { MemoryLog } from '../../engine/log/memory.ts'
import { recordsOf as keptRecordsOf } from '../../engine/log/records-of.ts'
import { type TradingSettings, tradingDefaults } from '../../operators/trading/trading-settings.ts'
import { driftDefaults } from '../../operators/validation/drift.ts'
import { type ChainParts, tradingTopology } from '../../pipelines/topology.ts'
import type { Control } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'

const partitionsDefault = 3

/** The whole chain with what the command gives it by default in a replay. */
export function chainTopology(
  settings: Partial<TradingSettings> = {},
  cut: readonly string[] = [],
  parts: ChainParts = {},
): Topology {
  return tradingTopology(
    {
      graceMs: 2_000,
      revisionMaxMs: 600_000,
      quietMinutesMax: 60,
      changeMaxPct: 50,
      drift: driftDefaults,
    },
    { ...tradingDefaults, statusEveryMs: 3_600_000, ...settings },
    cut,
    parts,
  )
}

export interface ChainOptions {
  readonly source: Source
  readonly topology?: Topology
  readonly log?: Log
  readonly partitions?: number
  readonly batch?: number
  readonly commitEvents?: number
  readonly onTurn?: EngineOptions['onTurn']
}

/** An engine over the chain, as `alphapulse replay` assembles it; on a memory log where none is given. */
export function chainEngine({
  source,
  topology = chainTopology(),
  partitions = partitionsDefault,
  log = memoryLog({ topology, partitions }),
  batch = 4_096,
  commitEvents = 20_000,
  onTurn,
}: ChainOptions): Engine {
  return new Engine({
    topology,
    log,
    partitions,
    source,
    ingest: {
      heartbeatMs: 60_000,
      heartbeatGraceMs: 2_001,
      closingMs: 4_000,
      aheadMaxMs: 5_000,
      jumpMaxMs: 7 * 86_400_000,
    },
    commandTopics: [topics.control],
    openings: openingsOf(log),
    batch,
    commitEvents,
    // Commits fall where the events say, so that a run is the same run on a slow machine.
    commitMs: 3_600_000,
    ...(onTurn === undefined ? {} : { onTurn }),
  })
}

/** Each history begins with the configuration of its start, as the command writes it: it wakes the desk. */
function openingsOf(log: Log): NonNullable<EngineOptions['openings']> {
  for (const { value } of recordsOf(log, topics.control)) {
    if (value.command === 'config') return []
  }
  const value: Control = {
    id: 'start',
    command: 'config',
    arguments: '{}',
    who: 'test',
    why: 'first start',
  }
  return [{ topic: topics.control, key: 'control', value }]
}

/** Runs the chain to the end of its source and gives its log. */
export async function runChain(options: ChainOptions): Promise<Log> {
  const engine = chainEngine(options)
  await engine.run()
  return engine.log
}

export function memoryLog({
  topology = chainTopology(),
  partitions = partitionsDefault,
  roundtrip = false,
}: {
  readonly topology?: Topology
  readonly partitions?: number
  readonly roundtrip?: boolean
} = {}): MemoryLog {
  return new MemoryLog({ topics: topology.topics, partitions, roundtrip, forgetRead: true })
}

export function lmdbLog(folder: string, { topics: declared } = chainTopology()): LmdbLog {
  const partitions = partitionsDefault
  return new LmdbLog({ folder, topics: declared, partitions, identity: {}, durability: 'process' })
}

export type Digests = {
  readonly [topic: string]: { readonly records: number; readonly digest: string }
}

/** The digest of every topic that belongs to the determinism contract. */
export function digestsOf(log: Log): Digests {
  return Object.fromEntries(
    log.topics
      .filter(({ digested }) => digested)
      .map((topic) => {
        const { records, digest } = digestOf(log, topic)
        return [topic.name, { records, digest }]
      }),
  )
}

/** A record as it stands in the log, with the time at which it was emitted. */
export interface Kept<T> {
  readonly key: string
  readonly value: T
  readonly timeMs: number
}

/** Every record of a topic, partition by partition, heartbeats left out. */
export function recordsOf<T>(log: Log, topic: Topic<T>): Kept<T>[] {
  return [...keptRecordsOf(log, topic)]
}

export function valuesOf<T>(log: Log, topic: Topic<T>): T[] {
  return recordsOf(log, topic).map(({ value }) => value)
}
