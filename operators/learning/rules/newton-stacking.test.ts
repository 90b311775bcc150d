import { expect, test } from 'vitest'
import { newtonStacking } from './newton-stacking.ts'
import { closed, voices } from './testing/closed.ts'

test('newton stacking steps by the gradient over the curvature', () => {
  const start = newtonStacking.start(['A'])
  // Said 0.8, so the error of a loss is 0.8 and the slope 0.8 log 4.
  const slope = 0.8 * Math.log(4)
  const next = newtonStacking.learn(start, closed({ A: 0.8 }, false))
  const curvature = 0.999 * 5 + 0.001 * 5 + slope * slope
  expect(next.curvature[0]?.[0]).toBeCloseTo(curvature, 12)
  expect(next.exponents.A).toBeCloseTo(1 - slope / curvature, 12)
})

test('newton stacking takes two heads that say the same for one witness', () => {
  const both = newtonStacking.learn(
    newtonStacking.start(['A', 'B']),
    closed({ A: 0.8, B: 0.8 }, false),
  )
  const slope = 0.8 * Math.log(4)
  // Of (5 I + s sᵀ) x = s the solution is s ÷ (5 + |s|²).
  expect(both.exponents.A).toBeCloseTo(0.5 - slope / (5 + 2 * slope * slope), 12)
  expect(both.exponents.B).toBeCloseTo(both.exponents.A ?? 0, 12)
})

test('newton stacking leaves the exponents of sleepers, and forgets in their curvature too', () => {
  const start = newtonStacking.start(['A', 'B'])
  const once = newtonStacking.learn(start, closed({ A: 0.8, B: 0.7 }, true))
  const then = newtonStacking.learn(once, closed({ A: 0.8 }, true))
  expect(then.exponents.B).toBe(once.exponents.B)
  expect(then.exponents.A).not.toBe(once.exponents.A)
  expect(then.curvature[1]?.[1]).toBeCloseTo(0.999 * (once.curvature[1]?.[1] ?? 0) + 0.005, 12)
})

test('newton stacking makes heads milder that are too sure, sooner than by gradient', () => {
  let state = newtonStacking.start(['A', 'B'])
  for (let at = 0; at < 100; at++)
    state = newtonStacking.learn(state, closed({ A: 0.9, B: 0.9 }, at % 5 < 3))
  expect(newtonStacking.probability(state, voices({ A: 0.9, B: 0.9 }))).toBeCloseTo(0.6, 1)
})
