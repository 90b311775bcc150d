import { expect, test } from 'vitest'
import { gradientStacking } from './gradient-stacking.ts'
import { closed, voices } from './testing/closed.ts'

test('gradient stacking steps by 0.005 times the error times the log odds', () => {
  const start = gradientStacking.start(['A', 'B'])
  // Half of log 4 and half of log ¼: one half is said, the error of a win is −0.5.
  expect(gradientStacking.probability(start, voices({ A: 0.8, B: 0.2 }))).toBeCloseTo(0.5, 12)
  const next = gradientStacking.learn(start, closed({ A: 0.8, B: 0.2 }, true))
  expect(next.A).toBeCloseTo(0.5 + 0.005 * 0.5 * Math.log(4), 12)
  expect(next.B).toBeCloseTo(0.5 - 0.005 * 0.5 * Math.log(4), 12)
})

test('gradient stacking makes heads milder that are too sure', () => {
  let state = gradientStacking.start(['A', 'B'])
  for (let at = 0; at < 2_000; at++)
    state = gradientStacking.learn(state, closed({ A: 0.9, B: 0.9 }, at % 5 < 3))
  expect(gradientStacking.probability(state, voices({ A: 0.9, B: 0.9 }))).toBeCloseTo(0.6, 1)
  expect((state.A ?? 0) + (state.B ?? 0)).toBeLessThan(0.3)
})
