import { expect, test } from 'vitest'
import { movesSize, relativeStrength } from './gain-loss.ts'

const strengths = (changes: readonly number[]): readonly number[] => {
  const state = new Float64Array(movesSize)
  return changes.map((change) => relativeStrength(state, 0, 2, change))
}

test('gains and losses are averaged apart and weigh 1/period once there are `period` of them', () => {
  // Averages of 1 and 0.5 from 2 and −1; then of 0.5 and 0.25.
  const [first, second, third] = strengths([2, -1, 0])
  expect(first).toBeNaN()
  expect(second).toBeCloseTo(200 / 3, 12)
  expect(third).toBeCloseTo(200 / 3, 12)
  expect(strengths([2, -1, 3])[2]).toBeCloseTo((100 * 2) / 2.25, 12)
})

test('the strength of what never moved is 0', () => {
  expect(strengths([0, 0])).toEqual([Number.NaN, 0])
})
