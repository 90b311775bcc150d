import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Engine } from '../core/engine.ts'
import type { FeedbackSpec } from '../core/sub-topology.ts'
import { digestOf } from '../log/digest.ts'
import { LmdbLog } from '../log/lmdb.ts'
import type { Log } from '../log/log.ts'
import { MemoryLog } from '../log/memory.ts'
import { runAtRandom } from './random-schedule.ts'
import { toyIngest, toyRandom, toySource, toyTopics, toyTopology } from './toy-market.ts'

const topology = toyTopology()
const symbolsOf = (count: number) => Array.from({ length: count }, (_, at) => `S${at}`)

function digests(log: Log): string {
  return Object.values(toyTopics)
    .filter(({ name }) => name !== 'ticks')
    .map((topic) => digestOf(log, topic))
    .map(({ topic, records, digest }) => `${topic} ${records} ${digest}`)
    .join('\n')
}

interface RunOptions {
  readonly seed: number
  readonly symbols: number
  readonly partitions: number
  readonly batch?: number
  readonly commitEvents?: number
  readonly untilMs?: number
}

function engine(log: Log, options: RunOptions, crashAtTurn = Number.POSITIVE_INFINITY): Engine {
  let turns = 0
  return new Engine({
    topology,
    log,
    partitions: options.partitions,
    source: toySource(options.seed, symbolsOf(options.symbols), options.untilMs),
    ingest: toyIngest,
    batch: options.batch ?? 100,
    commitEvents: options.commitEvents ?? 100,
    commitMs: 60_000,
    onTurn: () => {
      if (turns++ === crashAtTurn) throw new Error('crash')
    },
  })
}

async function memoryRun(options: RunOptions, roundtrip = false): Promise<string> {
  const log = new MemoryLog({ topics: topology.topics, partitions: options.partitions, roundtrip })
  await engine(log, options).run()
  return digests(log)
}

describe('feedback', () => {
  test('gives the same records under random schedules for 1, 2, 3 and 6 partitions, and never stands still', async () => {
    let signals = 0
    for (let seed = 1; seed <= 40; seed++) {
      const symbols = 1 + (seed % 7)
      const expected = await memoryRun({ seed, symbols, partitions: 1 })
      for (const partitions of [1, 2, 3, 6]) {
        const random = toyRandom(1_000 * seed + partitions)
        const { log, deadlocks } = await runAtRandom(
          topology,
          toySource(seed, symbolsOf(symbols)),
          partitions,
          random,
        )
        expect(deadlocks, `seed ${seed}, ${partitions} partitions`).toBe(0)
        expect(digests(log), `seed ${seed}, ${partitions} partitions`).toBe(expected)
        signals += digestOf(log, toyTopics.signals).records
      }
    }
    expect(signals).toBeGreaterThan(1_000)
  })

  const without = {
    'the wait for a decision': (feedback: FeedbackSpec): FeedbackSpec => {
      const { awaits: _, ...rest } = feedback
      return rest
    },
    'the wait at an epoch': (feedback: FeedbackSpec): FeedbackSpec => {
      const { epochMs: _, ...rest } = feedback
      return rest
    },
  }
  for (const [name, change] of Object.entries(without)) {
    test(`is not deterministic without ${name}`, async () => {
      const broken = toyTopology(change)
      let differing = 0
      for (let seed = 1; seed <= 6; seed++) {
        const seen = new Set<string>()
        for (const partitions of [1, 3]) {
          try {
            const run = await runAtRandom(
              broken,
              toySource(seed, symbolsOf(5)),
              partitions,
              toyRandom(seed + partitions),
            )
            seen.add(digests(run.log))
          } catch (error) {
            seen.add(String(error))
          }
        }
        if (seen.size > 1) differing++
      }
      expect(differing).toBeGreaterThan(0)
    })
  }

  test('gives the same records for any batch, commit and partition count, on every log', async () => {
    const base = { seed: 5, symbols: 5 }
    const expected = await memoryRun({ ...base, partitions: 1 })
    for (const partitions of [1, 3, 6]) {
      for (const batch of [1, 7, 1000]) {
        for (const commitEvents of [1, 50, 100_000]) {
          const options = { ...base, partitions, batch, commitEvents }
          const name = JSON.stringify(options)
          expect(await memoryRun(options), name).toBe(expected)
          expect(await memoryRun(options, true), `${name} roundtrip`).toBe(expected)
        }
      }
      const folder = mkdtempSync(join(tmpdir(), 'alphapulse-toy-'))
      const log = new LmdbLog({
        folder,
        topics: topology.topics,
        partitions,
        identity: {},
        durability: 'process',
      })
      await engine(log, { ...base, partitions }).run()
      expect(digests(log), `lmdb, ${partitions} partitions`).toBe(expected)
      await log.close()
      rmSync(folder, { recursive: true })
    }
  })

  test('gives the same records wherever it crashes', async () => {
    const options = { seed: 3, symbols: 4, partitions: 3, untilMs: 2_400_000 }
    const expected = await memoryRun(options)
    for (const [batch, commitEvents] of [
      [1, 1],
      [1, 10],
      [7, 40],
    ] as const) {
      for (let at = 0; ; at++) {
        const log = new MemoryLog({ topics: topology.topics, partitions: 3, roundtrip: true })
        let crashed = false
        try {
          await engine(log, { ...options, batch, commitEvents }, at).run()
        } catch (error) {
          if ((error as Error).message !== 'crash') throw error
          crashed = true
        }
        if (!crashed) break
        log.abort()
        await engine(log, { ...options, batch, commitEvents }).run()
        expect(digests(log), `crash at turn ${at}, batch ${batch}, commit ${commitEvents}`).toBe(
          expected,
        )
      }
    }
  })
})
