import { expect, test } from 'vitest'
import { chandelierExit } from './chandelier-exit.ts'
import { rolling, smoothed, trueRanges } from './testing/batch.ts'
import { describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('the chandelier hangs from the highest high, and stands on the lowest low for a short', () => {
  const run = runIndicator(chandelierExit(2, 3), closesOf([10, 11, 10]))
  expect(run.chandelier_long).toEqual([null, null, 11.5 - 3 * 1.5])
  expect(run.chandelier_short).toEqual([null, null, 9.5 + 3 * 1.5])
  expect(runIndicator(chandelierExit(2, 3), flatCandles(3)).chandelier_long?.[2]).toBe(100)
})

describeStock('chandelierExit(22, 3)', chandelierExit(22, 3), [
  { name: 'chandelier_long', file: 'chexit', column: 'chandelierExit' },
])

describeProperties('chandelierExit(22, 3)', chandelierExit(22, 3), (candles) => {
  const high = rolling(candles, 22, (window) => Math.max(...window.map((candle) => candle.high)))
  const low = rolling(candles, 22, (window) => Math.min(...window.map((candle) => candle.low)))
  const ranges = smoothed(trueRanges(candles), 22, 1 / 22, 1)
  const from = (edge: readonly (number | null)[], width: number) =>
    ranges.map((range, index) => (range === null ? null : (edge[index] ?? 0) + width * range))
  return { chandelier_long: from(high, -3), chandelier_short: from(low, 3) }
})
