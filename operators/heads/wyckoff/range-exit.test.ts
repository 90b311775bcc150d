import { expect, test } from 'vitest'
import { bar, candlesOf, mirrored } from '../testing/chart.ts'
import { findFalseExit, findTrueExit } from './range-exit.ts'
import type { TradingRange } from './trading-range.ts'

const range: TradingRange = { low: 100, high: 106, volume: 10, drift: 0 }
const calm = Array.from({ length: 4 }, () => bar(101, 101.5, 100.5, 101))
const spring = [...calm, bar(101, 101, 98.8, 100.2, 30), bar(100.2, 102, 100.2, 101.5, 20)]

test('below the range and back inside is a false exit, with the volume of the candle below', () => {
  expect(findFalseExit(candlesOf(spring, '15m'), range, 1)).toEqual({
    kind: 'false',
    volume: 3,
    distance: 0.25,
  })
  const turned = { ...range, low: 94, high: 100 }
  expect(findFalseExit(candlesOf(mirrored(spring, 100), '15m'), turned, -1)?.distance).toBe(0.25)
})

test('a test that stays inside, or a close that stays below, is no false exit', () => {
  const inside = [...calm, bar(101, 101, 100, 100.2, 30), bar(100.2, 102, 100.2, 101.5, 20)]
  expect(findFalseExit(candlesOf(inside, '15m'), range, 1)).toBeNull()
  const below = [...calm, bar(101, 101, 98.8, 100.2, 30), bar(100.2, 100.2, 99, 99.5, 20)]
  expect(findFalseExit(candlesOf(below, '15m'), range, 1)).toBeNull()
})

test('a close above the range is a true exit, with the mean volume of the newest candles', () => {
  const out = Array.from({ length: 6 }, (_, index) => bar(105, 107, 105, 105.5 + index / 4, 18))
  expect(findTrueExit(candlesOf(out, '15m'), range, 1, 1)).toEqual({
    kind: 'true',
    volume: 1.8,
    distance: 0.75,
  })
  expect(findTrueExit(candlesOf(out.slice(0, 3), '15m'), range, 1, 1)).toBeNull()
})
