import { expect, test } from 'vitest'
import { trueRanges } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'
import { trueRangeIndicator } from './true-range-indicator.ts'

const indicator = trueRangeIndicator('true_range')

test('true range counts the gap from the close before and is 0 where nothing moved', () => {
  expect(runIndicator(indicator, closesOf([10, 20, 20])).true_range).toEqual([null, 10.5, 1])
  expect(runIndicator(indicator, flatCandles(2)).true_range).toEqual([null, 0])
})

describeGolden('true range', indicator, [
  { name: 'true_range', function: 'TRANGE', output: 'real' },
])

describeStock('true range', indicator, [{ name: 'true_range', file: 'tr', column: 'tr' }])

describeProperties('true range', indicator, (candles) => ({
  true_range: trueRanges(candles).map((range, index) => (index === 0 ? null : range)),
}))
