import { expect, test } from 'vitest'
import { closes, mean, rolling } from './testing/batch.ts'
import { describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, runIndicator } from './testing/series.ts'
import { ulcerIndex } from './ulcer-index.ts'

test('the ulcer index is 0 in a rise and counts a fall from the highest close of its window', () => {
  const run = runIndicator(ulcerIndex('ulcer_14', 2), closesOf([10, 20, 10, 9]))
  expect(run.ulcer_14?.slice(0, 2)).toEqual([null, 0])
  expect(run.ulcer_14?.[2]).toBeCloseTo(50 / Math.sqrt(2), 12)
  expect(run.ulcer_14?.[3]).toBeCloseTo(10 / Math.sqrt(2), 12)
})

describeStock('ulcerIndex(14)', ulcerIndex('ulcer_14', 14), [
  { name: 'ulcer_14', file: 'ulcer', column: 'ui' },
])

describeProperties('ulcerIndex(14)', ulcerIndex('ulcer_14', 14), (candles) => ({
  ulcer_14: rolling(closes(candles), 14, (window) => {
    const falls = window.map((close, index) => {
      const highest = Math.max(...window.slice(0, index + 1))
      return (100 * (close - highest)) / highest
    })
    return Math.sqrt(mean(falls.map((fall) => fall * fall)))
  }),
}))
