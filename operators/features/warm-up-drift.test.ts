import { expect, test } from 'vitest'
import { closesOf } from './testing/series.ts'
import { endings, warmUpDrift } from './warm-up-drift.ts'

const candles = closesOf(
  Array.from({ length: 700 }, (_, at) => 100 + Math.sin(at / 9) * 8 + (at % 13) / 3),
)
const driftOf = (name: string, histories: readonly number[]) =>
  warmUpDrift(candles, histories).find((one) => one.name === name)

test('a window forgets at once, an average by and by, a sum never', () => {
  expect(driftOf('sma_20', [30, 600])?.driftPct).toEqual([
    expect.closeTo(0, 9),
    expect.closeTo(0, 9),
  ])
  const [early = null, late = null] = driftOf('ema_50', [60, 600])?.driftPct ?? []
  expect(early).toBeGreaterThan(0.1)
  expect(late).toBeLessThan(1e-6)
  for (const drift of driftOf('obv', [60, 600])?.driftPct ?? []) expect(drift).toBeGreaterThan(5)
})

test('says what has no value yet, and what never has', () => {
  expect(driftOf('sma_200', [199, 200])?.driftPct).toEqual([null, expect.closeTo(0, 9)])
  expect(driftOf('cvd', [600])?.driftPct).toEqual([null])
})

test('refuses a history that is as long as the candles', () => {
  const few = candles.slice(0, 600 + endings - 1)
  expect(() => warmUpDrift(few, [600])).toThrow('611 candles are too few: 612 are needed')
})
