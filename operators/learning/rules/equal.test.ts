import { expect, test } from 'vitest'
import { equal } from './equal.ts'
import { closed, voices } from './testing/closed.ts'

test('equal says the mean of those awake, and learns nothing', () => {
  const start = equal.start(['B', 'A', 'C', 'D'])
  expect(equal.weights(start)).toEqual({ A: 0.25, B: 0.25, C: 0.25, D: 0.25 })
  expect(equal.probability(start, voices({ A: 0.9, C: 0.4 }))).toBeCloseTo(0.65, 12)
  expect(equal.learn(start, closed({ A: 0.9, C: 0.4 }, true))).toEqual(start)
})
