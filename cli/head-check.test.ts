import { describe, expect, test } from 'vitest'
import { simSource } from '../connectors/sim/sim-source.ts'
import type { Source } from '../engine/core/source.ts'
import type { HeadEntry } from '../operators/heads/catalogue.ts'
import { type OwnHead, type OwnOpinion, ownHead } from '../operators/heads/own-head.ts'
import { checkHead } from './head-check.ts'

const history = (): Source =>
  simSource({
    seed: 3,
    symbols: ['BTCUSDT'],
    startMs: Date.UTC(2026, 0, 5),
    historyDays: 2,
    speed: Number.POSITIVE_INFINITY,
    liveMs: 0,
  })

const entry = (vote: OwnHead): HeadEntry => ownHead('mine', '00000000', vote)
const saying = (direction: OwnOpinion['direction']): OwnOpinion => ({
  direction,
  probability: 0.6,
  confidence: 0.6,
  reasons: ['because'],
})
const rising: OwnHead = ({ candles }) => {
  const [before, now] = candles['15m']?.slice(-2) ?? []
  if (before === undefined || now === undefined)
    return { validity: 'WARMING', reason: 'one candle' }
  return saying(now.close > before.close ? 'LONG' : 'SHORT')
}

describe('checking a head', () => {
  test('finds no fault in a pure one, and counts what it says', async () => {
    const check = await checkHead(history(), entry(rising), entry(rising))
    expect(check.fault).toBeUndefined()
    expect(check.votes).toBe(2 * 96)
    expect(check.symbols).toEqual(['BTCUSDT'])
    const { LONG, SHORT, FLAT } = check.directions
    expect([LONG + SHORT, FLAT, check.refused]).toEqual([2 * 96 - 1, 0, { WARMING: 1 }])
    expect(LONG).toBeGreaterThan(50)
    expect(SHORT).toBeGreaterThan(50)
  })

  test('finds one that answers differently when asked again', async () => {
    const asked = { times: 0 }
    const counting = entry(() => ({ ...saying('LONG'), reasons: [`asked ${asked.times++} times`] }))
    const { fault } = await checkHead(history(), counting, counting)
    expect(fault).toMatch(/^asked twice it gave two answers: BTCUSDT at 2026-01-05T00:1/)
  })

  test('finds one that remembers what it saw before', async () => {
    const remembering = (): HeadEntry => {
      const seen = new Set<number>()
      return entry(({ closeTimeMs }) => {
        seen.add(closeTimeMs)
        return { ...saying('LONG'), reasons: [`${seen.size} candles`] }
      })
    }
    const { fault } = await checkHead(history(), remembering(), remembering())
    expect(fault).toMatch(/^its answer depends on what it saw before: /)
  })

  test('finds one that changes what it was given', async () => {
    const spoiling = entry(({ candles }) => {
      for (const candle of candles['15m'] ?? []) Object.assign(candle, { close: 1 })
      return saying('LONG')
    })
    const { fault } = await checkHead(history(), spoiling, spoiling)
    expect(fault).toMatch(/^it changed what it was given: /)
  })

  test('tells of votes that are in error', async () => {
    const wrong = entry(() => ({ ...saying('LONG'), probability: 2 }))
    const check = await checkHead(history(), wrong, wrong)
    expect(check.refused).toEqual({ ERROR: 2 * 96 })
    expect(check.firstError).toContain('probability must lie between 0 and 1, was 2')
  })
})
