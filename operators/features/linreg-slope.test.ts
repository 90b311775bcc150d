import { expect, test } from 'vitest'
import { linregSlope } from './linreg-slope.ts'
import { closes, mean, rolling, sum } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test.each([
  [2, [null, 3, -1, 9]],
  [3, [null, null, 1, 4]],
  [4, [null, null, null, 3.2]],
])('linregSlope over %i closes', (period, expected) => {
  const run = runIndicator(linregSlope('linreg_slope_20', period), closesOf([1, 4, 3, 12]))
  run.linreg_slope_20?.forEach((value, index) => {
    if (value === null) expect(expected[index]).toBeNull()
    else expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 12)
  })
})

test('linregSlope of a flat price is 0, whatever its digits', () => {
  const run = runIndicator(linregSlope('linreg_slope_20', 20), flatCandles(40, 0.1))
  expect(run.linreg_slope_20?.slice(19)).toEqual(Array.from({ length: 21 }, () => 0))
})

describeGolden('linregSlope(14)', linregSlope('linreg_slope_20', 14), [
  { name: 'linreg_slope_20', function: 'LINEARREG_SLOPE', output: 'real' },
])

describeStock('linregSlope(14)', linregSlope('linreg_slope_20', 14), [
  { name: 'linreg_slope_20', file: 'slope', column: 'slope' },
])

describeProperties('linregSlope(20)', linregSlope('linreg_slope_20', 20), (candles) => ({
  linreg_slope_20: rolling(closes(candles), 20, (window) => {
    const center = mean(window)
    const place = mean(window.map((_, index) => index))
    const both = sum(window.map((close, index) => (index - place) * (close - center)))
    return both / sum(window.map((_, index) => (index - place) * (index - place)))
  }),
}))
