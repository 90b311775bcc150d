import { expect, test } from 'vitest'
import { hma } from './hma.ts'
import { closes, rolling } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { linearMean } from './testing/linear-mean.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('hma lags a steady rise by two thirds of a candle', () => {
  const rising = closesOf(Array.from({ length: 30 }, (_, index) => 100 + index))
  expect(runIndicator(hma('hma_20', 20), rising).hma_20?.at(-1)).toBeCloseTo(129 - 2 / 3, 10)
})

test('hma of a flat price is the price', () => {
  expect(runIndicator(hma('hma_20', 4), flatCandles(6)).hma_20).toEqual([
    ...[null, null, null, null],
    ...[100, 100],
  ])
})

describeGolden('hma(20)', hma('hma_20', 20), [{ name: 'hma_20', function: 'HMA', output: 'real' }])

describeStock('hma(14)', hma('hma_20', 14), [{ name: 'hma_20', file: 'hma', column: 'hma' }])

describeProperties('hma(20)', hma('hma_20', 20), (candles) => {
  const whole = rolling(closes(candles), 20, linearMean)
  const half = rolling(closes(candles), 10, linearMean)
  const leads = whole.map((value, index) => 2 * (half[index] ?? 0) - (value ?? 0))
  return {
    hma_20: rolling(leads, 4, linearMean).map((value, index) => (index < 22 ? null : value)),
  }
})
