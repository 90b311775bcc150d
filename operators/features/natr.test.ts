import { expect, test } from 'vitest'
import { natr } from './natr.ts'
import { smoothed, trueRanges } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('natr is the true range as a share of the close', () => {
  expect(runIndicator(natr('natr_14', 2), closesOf([10, 20, 20])).natr_14?.[2]).toBeCloseTo(
    28.75,
    9,
  )
  expect(runIndicator(natr('natr_14', 2), flatCandles(3)).natr_14?.[2]).toBe(0)
})

describeGolden('natr(14)', natr('natr_14', 14), [
  { name: 'natr_14', function: 'NATR', output: 'real' },
])

describeProperties('natr(14)', natr('natr_14', 14), (candles) => ({
  natr_14: smoothed(trueRanges(candles), 14, 1 / 14, 1).map((range, index) =>
    range === null ? null : (100 * range) / (candles[index]?.close ?? 1),
  ),
}))
