import { expect, test } from 'vitest'
import { addTo, createMoments, standardised } from './running-moments.ts'

function momentsOf(...values: readonly number[]) {
  const moments = createMoments()
  for (const value of values) addTo(moments, value)
  return moments
}

test('a value is measured in deviations from the mean', () => {
  // Mean 5, population deviation 2.
  const moments = momentsOf(2, 4, 4, 4, 5, 5, 7, 9)
  expect(moments.mean).toBe(5)
  expect(standardised(moments, 9, 4)).toBeCloseTo(2, 12)
  expect(standardised(moments, 4, 4)).toBeCloseTo(-0.5, 12)
})

test('what is far out is cut off, on both sides', () => {
  const moments = momentsOf(-1, 1)
  expect(standardised(moments, 100, 4)).toBe(4)
  expect(standardised(moments, -100, 4)).toBe(-4)
})

test('nothing deviates where all are alike, or there is but one', () => {
  expect(standardised(momentsOf(3), 3, 4)).toBe(0)
  expect(standardised(momentsOf(3, 3, 3), 8, 4)).toBe(0)
})
