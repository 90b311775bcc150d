import { expect, test } from 'vitest'
import { againstRandomEntries } from './random-entries.ts'

const coin = Float64Array.from({ length: 100 }, (_, at) => (at % 3 === 0 ? 2 : -1))

test('signals that are no better than chance are found to be none', () => {
  const signals = Array.from({ length: 60 }, (_, at) => ({
    netPct: at % 3 === 0 ? 2 : -1,
    pool: coin,
  }))
  const found = againstRandomEntries(signals, 2_000, 7)
  expect(found.netPct).toBeCloseTo(0, 9)
  expect(found.randomPct).toBeCloseTo(0.02, 1)
  expect(found.p).toBeGreaterThan(0.3)
  expect(found.low).toBeLessThan(0)
  expect(found.high).toBeGreaterThan(0)
})

test('signals that always win are not chance, but never certain either', () => {
  const signals = Array.from({ length: 60 }, () => ({ netPct: 2, pool: coin }))
  expect(againstRandomEntries(signals, 2_000, 7)).toMatchObject({ netPct: 2, p: 1 / 2_001 })
})

test('the same seed draws the same, and what has no outcome is not drawn', () => {
  const pool = Float64Array.of(Number.NaN, 1, Number.NaN)
  const signals = [{ netPct: 1, pool }]
  const found = againstRandomEntries(signals, 50, 3)
  expect(found).toEqual(againstRandomEntries(signals, 50, 3))
  expect(found).toMatchObject({ randomPct: 1, low: 1, high: 1, p: 1 })
})
