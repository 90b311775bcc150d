import { expect, test } from 'vitest'
import { balanceOfPower } from './balance-of-power.ts'
import { mean, rolling } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, flatCandles, runIndicator } from './testing/series.ts'

test('balance of power is the mean share of the body in the range, and 0 without one', () => {
  const rows = [
    { open: 10, high: 14, low: 10, close: 14, volume: 1 },
    { open: 14, high: 15, low: 11, close: 12, volume: 1 },
  ]
  expect(runIndicator(balanceOfPower('bop_14', 2), candlesOf(rows)).bop_14).toEqual([null, 0.25])
  expect(runIndicator(balanceOfPower('bop_14', 2), flatCandles(2)).bop_14).toEqual([null, 0])
})

describeGolden('balanceOfPower(1)', balanceOfPower('bop_14', 1), [
  { name: 'bop_14', function: 'BOP', output: 'real' },
])

describeStock('balanceOfPower(14)', balanceOfPower('bop_14', 14), [
  { name: 'bop_14', file: 'bop', column: 'bop' },
])

describeProperties('balanceOfPower(14)', balanceOfPower('bop_14', 14), (candles) => ({
  bop_14: rolling(candles, 14, (window) =>
    mean(
      window.map(({ open, high, low, close }) =>
        high === low ? 0 : (close - open) / (high - low),
      ),
    ),
  ),
}))
