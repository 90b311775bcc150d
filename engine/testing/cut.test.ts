import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cutOut } from '../core/cut.ts'
import { deadLetters } from '../core/dead-letter.ts'
import type { Engine, EngineOptions } from '../core/engine.ts'
import { ConfigError } from '../core/errors.ts'
import type { Source } from '../core/source.ts'
import type { SubTopology } from '../core/sub-topology.ts'
import type { Topology } from '../core/topology.ts'
import { digestOf } from '../log/digest.ts'
import { LmdbLog } from '../log/lmdb.ts'
import type { Log } from '../log/log.ts'
import { MemoryLog } from '../log/memory.ts'
import { engineOf } from './engine-of.ts'
import { asks, type RandomChain, randomChain, randomTicks } from './random-chain.ts'
import { runAtRandom } from './random-schedule.ts'
import { toyRandom } from './toy-market.ts'

const kept = { ms: 3_600_000 }
const partitions = 2

interface Case {
  readonly seed: number
  readonly random: () => number
  readonly chain: RandomChain
  readonly source: Source
}

function caseOf(seed: number, asynchronous: boolean, ticks: number): Case {
  const random = toyRandom(seed * 7_919)
  const chain = randomChain(random, asynchronous)
  return { seed, random, chain, source: randomTicks(random, 4, ticks) }
}

/** Of every topic that the chain keeps uncut. */
function digests(log: Log, { topology }: RandomChain): string {
  return topology.topics
    .filter(({ digested }) => digested)
    .map((topic) => digestOf(log, topic))
    .map(({ topic, records, digest }) => `${topic} ${records} ${digest}`)
    .join('\n')
}

/** Some of the pipelines at random; the last one alone where an order of declaration forbids these. */
function someCut({ seed, chain, random }: Case): { topology: Topology; name: string } {
  const some = chain.pipelines.filter(() => random() < 0.4)
  for (const cut of [some, chain.pipelines.slice(-1)]) {
    if (cut.length === 0) continue
    try {
      return { topology: cutOut(chain.topology, cut, kept), name: `seed ${seed}, cut ${cut}` }
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
    }
  }
  throw new Error(`seed ${seed}: its last pipeline cannot be cut out`)
}

async function atRandom(topology: Topology, partitions: number, { source, random, chain }: Case) {
  const { log, deadlocks } = await runAtRandom(topology, source, partitions, random)
  expect(digestOf(log, deadLetters).records, 'dead letters').toBe(0)
  return { digests: digests(log, chain), deadlocks, asks: digestOf(log, asks).records }
}

describe('pipelines that are cut out of a chain', () => {
  for (const asynchronous of [false, true]) {
    test(`give the same records under random schedules, and never stand still${asynchronous ? ', also where they work asynchronously' : ''}`, async () => {
      let asks = 0
      for (let seed = 1; seed <= 12; seed++) {
        const one = caseOf(seed, asynchronous, 200)
        const uncut = await atRandom(one.chain.topology, 1, one)
        for (const partitions of [1, 3]) {
          const { topology, name } = someCut(one)
          const run = await atRandom(topology, partitions, one)
          expect(run.deadlocks, `${name}, ${partitions} partitions`).toBe(0)
          expect(run.digests, `${name}, ${partitions} partitions`).toBe(uncut.digests)
          asks += run.asks
        }
      }
      expect(asks).toBeGreaterThan(5_000)
    })
  }

  test('do not, where records of one time are taken topic by topic', async () => {
    let differing = 0
    for (let seed = 1; seed <= 6; seed++) {
      const one = caseOf(seed, false, 100)
      const uncut = await atRandom(one.chain.topology, 1, one)
      const { topology } = someCut(one)
      const broken = { ...topology, subTopologies: topology.subTopologies.map(topicByTopic) }
      if ((await atRandom(broken, 1, one)).digests !== uncut.digests) differing++
    }
    expect(differing).toBeGreaterThan(3)
  })

  test('give the same records for any batch and commit', async () => {
    for (const asynchronous of [false, true]) {
      const one = caseOf(5, asynchronous, 100)
      const uncut = await atRandom(one.chain.topology, 1, one)
      const { topology, name } = someCut(one)
      for (const [batch, commitEvents] of [
        [1, 1],
        [1, 7],
        [7, 100],
        [1_000, 1_000],
      ] as const) {
        const log = memoryLog(topology)
        await engineFor(log, topology, one, { batch, commitEvents }).run()
        expect(digests(log, one.chain), `${name}, batch ${batch}, commit ${commitEvents}`).toBe(
          uncut.digests,
        )
      }
    }
  })

  test('give the same records on memory and lmdb when the engine crashes at random turns', async () => {
    let crashes = 0
    for (let seed = 1; seed <= 4; seed++) {
      const one = caseOf(seed, seed % 2 === 0, 60)
      const uncut = await atRandom(one.chain.topology, 1, one)
      const { topology, name } = someCut(one)
      const memory = memoryLog(topology)
      crashes += await crashAtRandom(one, topology, {
        open: () => memory,
        afterCrash: async () => memory.abort(),
      })
      expect(digests(memory, one.chain), `${name}, memory`).toBe(uncut.digests)
      const folder = mkdtempSync(join(tmpdir(), 'alphapulse-cut-'))
      let lmdb = lmdbLog(folder, topology)
      crashes += await crashAtRandom(one, topology, {
        open: () => lmdb,
        afterCrash: async () => {
          await lmdb.close()
          lmdb = lmdbLog(folder, topology)
        },
      })
      expect(digests(lmdb, one.chain), `${name}, lmdb`).toBe(uncut.digests)
      await lmdb.close()
      rmSync(folder, { recursive: true })
    }
    expect(crashes).toBeGreaterThan(30)
  })
})

/** The order in which a stage would take what it reads, if all it knew of a record were its time. */
function topicByTopic(spec: SubTopology): SubTopology {
  if (spec.merge !== 'chain') return spec
  return {
    ...spec,
    merge: 'stream',
    inputs: spec.inputs.map((input, rank) => ({ ...input, rank })),
  }
}

function memoryLog(topology: Topology): MemoryLog {
  return new MemoryLog({ topics: topology.topics, partitions, roundtrip: true })
}

function lmdbLog(folder: string, { topics }: Topology): LmdbLog {
  return new LmdbLog({ folder, topics, partitions, identity: {}, durability: 'process' })
}

function engineFor(
  log: Log,
  topology: Topology,
  { source }: Case,
  more: Pick<EngineOptions, 'batch' | 'commitEvents' | 'onTurn'>,
): Engine {
  return engineOf({ topology, source, log, partitions, ...more })
}

/** Runs to the end through up to ten crashes; gives how many there were. */
async function crashAtRandom(
  one: Case,
  topology: Topology,
  { open, afterCrash }: { readonly open: () => Log; readonly afterCrash: () => Promise<void> },
): Promise<number> {
  for (let crashes = 0; ; crashes++) {
    let turns = crashes < 10 ? Math.ceil(40 * one.random()) : Number.POSITIVE_INFINITY
    const onTurn = (): void => {
      if (turns-- === 0) throw new Error('crash')
    }
    try {
      await engineFor(open(), topology, one, { batch: 1, commitEvents: 3, onTurn }).run()
      return crashes
    } catch (error) {
      if ((error as Error).message !== 'crash') throw error
      await afterCrash()
    }
  }
}
