import { beforeAll, describe, expect, test } from 'vitest'
import { statesMin } from '../../operators/memory/assessment.ts'
import type { Candidate, Embedding, Rejection } from '../../schemas/contracts.generated.ts'
import { topics } from '../../schemas/topics.ts'
import { chainTopology, runChain, valuesOf } from './chain.ts'
import {
  cutAt,
  dayMs,
  haveData,
  monthFiles,
  monthStartMs,
  sourceOf,
  whereAbsent,
} from './market-data.ts'

const hourMs = 3_600_000

interface Lived {
  readonly embeddings: readonly Embedding[]
  readonly candidates: readonly Candidate[]
  readonly rejections: readonly Rejection[]
}

describe.skipIf(!haveData)(`the market memory of twenty days of one symbol${whereAbsent}`, () => {
  let refusing: Lived
  let watching: Lived
  beforeAll(async () => {
    refusing = await lived('refuse')
    watching = await lived('watch')
  })

  test('recalls nothing whose 72 hours had not passed, and has an opinion from 200 states on', () => {
    const { embeddings } = refusing
    expect(embeddings.length).toBeGreaterThan(19 * 24)
    for (const { close_time: nowMs, states, long_risk, neighbours, joined } of embeddings) {
      for (const { close_time } of [...neighbours, ...joined])
        expect(nowMs - close_time).toBeGreaterThanOrEqual(72 * hourMs)
      expect(long_risk !== null).toBe(states >= statesMin)
    }
    expect(embeddings.at(-1)?.absent).toEqual(['takers'])
  })

  test('refuses by the risk of the case’s own side, with its numbers', () => {
    const refused = refusing.rejections.filter(({ gate }) => gate === 'memory-risk')
    expect(refused.length).toBeGreaterThan(0)
    for (const { direction, candle_close_time: timeMs, value, threshold, note } of refused) {
      const side = direction === 'LONG' ? 'long_risk' : 'short_risk'
      // The hour that closes with the candle may be told before or after it is judged.
      const newest = refusing.embeddings.filter(({ close_time }) => close_time <= timeMs).slice(-2)
      expect(newest.map((one) => one[side])).toContain(value)
      expect(value).toBeGreaterThan(0.7)
      expect(threshold).toBe(0.7)
      expect(note).toBe(`memory risk ${value?.toFixed(3)}`)
    }
  })

  test('while it is only watched, refuses nothing and tells the same risks', () => {
    expect(watching.rejections.filter(({ gate }) => gate === 'memory-risk')).toEqual([])
    expect(watching.embeddings).toEqual(refusing.embeddings)
    const told = watching.candidates.flatMap(({ gates }) =>
      gates.filter(({ gate, note }) => gate === 'memory-risk' && note.endsWith('only watched')),
    )
    expect(told.length).toBeGreaterThan(0)
    for (const { value, threshold, passed } of told) {
      expect([threshold, passed]).toEqual([0.7, true])
      expect(value).toBeGreaterThan(0.7)
    }
  })
})

async function lived(memoryGate: 'watch' | 'refuse'): Promise<Lived> {
  const source = cutAt(await sourceOf(monthFiles.slice(1, 2)), monthStartMs + 20 * dayMs)
  const log = await runChain({ source, topology: chainTopology({ memoryGate }) })
  return {
    embeddings: valuesOf(log, topics.embeddings),
    candidates: valuesOf(log, topics.candidates),
    rejections: valuesOf(log, topics.rejections),
  }
}
