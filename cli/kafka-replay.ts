import { contentId } from '../engine/core/identity.ts'
import type { Source } from '../engine/core/source.ts'
import type { Topology } from '../engine/core/topology.ts'
import { kafkaClient, type OnWarning } from '../engine/log/kafka/client.ts'
import { ClusterLink } from '../engine/log/kafka/cluster-link.ts'
import { KafkaEngine } from '../engine/log/kafka/kafka-engine.ts'
import { KafkaNames } from '../engine/log/kafka/names.ts'
import { recordsOf } from '../engine/log/kafka/record-codec.ts'
import { SchemaRegistry } from '../engine/log/kafka/registry.ts'
import { TopicSchemaMemory } from '../engine/log/kafka/schema-memory.ts'
import { topicSpecs } from '../engine/log/kafka/topic-specs.ts'
import { applyTopics } from '../engine/log/kafka/topics.ts'
import { MemoryLog } from '../engine/log/memory.ts'
import type { MarketKind } from '../operators/positions/levels.ts'
import type { TradingSettings } from '../operators/trading/trading-settings.ts'
import { tradingTopology } from '../pipelines/topology.ts'
import type { Control } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import {
  candleSettings,
  identityOf,
  ingestOptions,
  openingsOf,
  tradingSettings,
} from './assembly.ts'
import type { Config } from './config.ts'
import { kafkaConnection, registryConnection } from './kafka-config.ts'
import { runName } from './run-name.ts'
import { countsOf } from './summary.ts'

export interface KafkaReplayOptions {
  readonly config: Config
  readonly source: Source
  readonly market: MarketKind
  readonly onProgress: (takenItems: number, clockMs: number) => void
  readonly onWarning: OnWarning
}

export interface KafkaReplay {
  readonly settings: TradingSettings
  /** What was committed, read back. */
  readonly log: MemoryLog
  readonly counts: { readonly [name: string]: number }
  /** Items taken in this run. */
  readonly records: number
  readonly seconds: number
  readonly finished: boolean
  /** First part of the names of its topics. */
  readonly app: string
}

/**
 * Replays over a Kafka cluster, in this process. The same files under the same settings have the same
 * topics, so that a replay that was killed goes on; others never meet them.
 */
export async function replayOverKafka(options: KafkaReplayOptions): Promise<KafkaReplay> {
  const { config, source, market, onProgress, onWarning } = options
  const settings = tradingSettings(config, 'replay', market)
  const topology = tradingTopology(candleSettings(config), settings)
  const { partitions } = config
  const identity = JSON.stringify({ ...identityOf(config, settings), partitions })
  const names = new KafkaNames(`replay.${contentId(source.id, identity).slice(0, 12)}`)
  const connection = kafkaConnection(config.kafka)
  const registryAt = registryConnection(config.kafka)
  const client = kafkaClient(connection, 'alphapulse', onWarning)
  const specs = topicSpecs({ topology, partitions, app: names.app, trim: false })
  await applyTopics(client, connection.brokers, specs, config.kafka.replication ?? undefined)
  const memory = new TopicSchemaMemory(client, names.prefix, onWarning)
  const ids = await SchemaRegistry.connect(registryAt, topology.topics, names.prefix, memory)
  const link = await ClusterLink.connect({
    client,
    names,
    ids,
    partitions,
    run: runName(),
    transactionTimeoutMs: 15_000,
    onWarning,
  })
  try {
    const kept = await link.fetcher.readKept(names.topic(topics.control), 0)
    const known = (await recordsOf(topics.control, kept, ids)).filter(({ key }) => key !== null)
    const engine = new KafkaEngine({
      topology,
      link,
      source: {
        source,
        ingest: ingestOptions(config),
        commandTopics: [topics.control],
        openings: openingsOf(config, known as readonly { value: Control }[]),
      },
      batch: config.batch,
      commitEvents: config.commit,
      commitMs: 200,
      deadlines: {
        everyMs: 60_000,
        atMs: [config.candles.grace, config.candles.grace + config.desk.latency - 1],
      },
    })
    const stop = (): void => engine.stop()
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
    const shown = setInterval(() => {
      const ingest = engine.ingest?.ingest
      if (ingest === undefined) return
      // The source is far ahead of its tasks: what they have committed tells how far it is.
      const doneMs = Math.min(...engine.runners().map((runner) => runner.committedWatermarkMs))
      onProgress(ingest.takenItems(), Math.min(doneMs, ingest.clockMs))
    }, showMs)
    const startedMs = performance.now()
    try {
      await engine.run()
    } finally {
      clearInterval(shown)
    }
    const seconds = (performance.now() - startedMs) / 1_000
    return {
      settings,
      log: await readBack(link, topology),
      counts: countsOf(engine.runners().map(({ task }) => task)),
      records: engine.ingest?.ingest.records ?? 0,
      seconds,
      finished: engine.ingest?.ingest.done ?? false,
      app: names.app,
    }
  } finally {
    await link.close()
    ids.close()
  }
}

/** Everything that is committed, but what the source wrote: for the summary and the digests. */
async function readBack(link: ClusterLink, topology: Topology): Promise<MemoryLog> {
  const { names, ids, partitions } = link.options
  const log = new MemoryLog({ topics: topology.topics, partitions })
  const fromSource = new Set(['ticks', 'klines', 'context'])
  for (const topic of log.topics) {
    if (fromSource.has(topic.name)) continue
    for (let partition = 0; partition < log.partitions(topic); partition++) {
      const kept = await link.fetcher.readKept(names.topic(topic), partition)
      for (const record of await recordsOf(topic, kept, ids)) log.append(topic, partition, record)
    }
  }
  log.commit([])
  return log
}

const showMs = 250
