import { expect, test } from 'vitest'
import { donchian } from './donchian.ts'
import { rolling } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, runIndicator } from './testing/series.ts'

test('the donchian channel spans the newest candles, this one included', () => {
  const run = runIndicator(donchian(2), closesOf([10, 20, 4, 5]))
  expect(run.donchian_upper).toEqual([null, 20.5, 20.5, 5.5])
  expect(run.donchian_middle).toEqual([null, 15, 12, 4.5])
  expect(run.donchian_lower).toEqual([null, 9.5, 3.5, 3.5])
})

describeGolden('donchian(20)', donchian(20), [
  { name: 'donchian_upper', function: 'DONCHIAN', output: 'upperband' },
  { name: 'donchian_middle', function: 'DONCHIAN', output: 'middleband' },
  { name: 'donchian_lower', function: 'DONCHIAN', output: 'lowerband' },
])

describeProperties('donchian(20)', donchian(20), (candles) => {
  const upper = rolling(candles, 20, (window) => Math.max(...window.map(({ high }) => high)))
  const lower = rolling(candles, 20, (window) => Math.min(...window.map(({ low }) => low)))
  return {
    donchian_upper: upper,
    donchian_middle: upper.map((high, index) =>
      high === null ? null : (high + (lower[index] ?? 0)) / 2,
    ),
    donchian_lower: lower,
  }
})
