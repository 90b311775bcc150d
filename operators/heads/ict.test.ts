import { expect, test } from 'vitest'
import { findFairValueGap } from './fair-value-gap.ts'
import { ict } from './ict.ts'
import { findLiquiditySweep } from './liquidity-sweep.ts'
import { findSwings } from './swings.ts'
import { type Bar, bar, draw, legs, mirrored } from './testing/chart.ts'

/** Straight legs leave gaps; wicks that overlap close them. */
function withWicks({ open, high, low, close }: Bar): Bar {
  return bar(open, high + 0.35, low - 0.35, close)
}

/** A swing low at 99.65, then back down to just above it. */
const approach = legs(112, [104, 36], [100, 6], [103, 6], [100.4, 5]).map(withWicks)
const swept = bar(100.4, 101.2, 99.3, 101.1)
const broken = bar(100.4, 100.5, 99.3, 99.4)

const candlesOf = (bars: readonly Bar[]) => draw({ bars }).candles['15m'] ?? []

test('ict is LONG where the lows were swept and reclaimed at a discount', () => {
  const vote = ict(draw({ bars: [...approach, swept] }))
  expect(vote).toMatchObject({ head: 'HEAD_E', direction: 'LONG', validity: 'OK' })
  expect(vote.probability).toBeGreaterThan(0.6)
  expect(vote.reasons[0]).toBe('swept lows at 99.6500 0 candles ago')
})

test('ict is SHORT on the same chart upside down', () => {
  const up = ict(draw({ bars: [...approach, swept] }))
  const down = ict(draw({ bars: mirrored([...approach, swept], 100) }))
  expect(down.direction).toBe('SHORT')
  expect(down.probability).toBeCloseTo(up.probability, 9)
})

test('ict takes a close below the lows for a break, not a sweep', () => {
  const vote = ict(draw({ bars: [...approach, broken] }))
  expect(vote.reasons.join()).not.toMatch(/swept/)
  const reclaimed = ict(draw({ bars: [...approach, swept] }))
  expect(vote.probability).toBeLessThan(reclaimed.probability - 0.1)
})

test('a sweep counts only below a low that still stood', () => {
  const again = legs(99.4, [102, 5], [99.9, 4])
  const candles = candlesOf([...approach, broken, ...again, swept])
  const swings = findSwings(candles, 3).filter(({ price }) => price === 99.65)
  expect(swings).toHaveLength(1)
  expect(findLiquiditySweep(candles, swings, 1, 3)).toBeNull()
})

test('a fair value gap is what three candles leave open, until price fills it', () => {
  const gap = [bar(100, 101, 99.5, 100.5), bar(100.5, 103, 100.5, 103), bar(103, 104, 102, 103.5)]
  expect(findFairValueGap(candlesOf(gap), 1, 5, 0.5)).toEqual({ age: 0, low: 101, high: 102 })
  expect(findFairValueGap(candlesOf(gap), -1, 5, 0.5)).toBeNull()
  expect(findFairValueGap(candlesOf(gap), 1, 5, 1.5)).toBeNull()
  const touched = candlesOf([...gap, bar(103.5, 103.6, 101.5, 102)])
  expect(findFairValueGap(touched, 1, 5, 0.5)).toMatchObject({ age: 1 })
  const filled = candlesOf([...gap, bar(103.5, 103.6, 100.9, 102)])
  expect(findFairValueGap(filled, 1, 5, 0.5)).toBeNull()
})

test('ict warms up', () => {
  expect(ict(draw({ bars: approach.slice(-20) })).validity).toBe('WARMING')
})
