import { expect, test } from 'vitest'
import { fixedShare } from './fixed-share.ts'
import { hedge } from './hedge.ts'
import { closed } from './testing/closed.ts'

test('fixed-share gives 1 % of what hedge would have to all awake alike', () => {
  const state = fixedShare.learn(fixedShare.start(['A', 'B']), closed({ A: 0.8, B: 0.4 }, true))
  expect(state.A).toBeCloseTo(0.99 * (2 / 3) + 0.005, 12)
  expect(state.B).toBeCloseTo(0.99 * (1 / 3) + 0.005, 12)
})

test('fixed-share leaves a head that was right for long within ten outcomes, hedge does not', () => {
  const course = [...Array(100).fill(true), ...Array(10).fill(false)]
  let shared = fixedShare.start(['A', 'B'])
  let hedged = hedge.start(['A', 'B'])
  for (const won of course) {
    shared = fixedShare.learn(shared, closed({ A: 0.7, B: 0.3 }, won))
    hedged = hedge.learn(hedged, closed({ A: 0.7, B: 0.3 }, won))
  }
  expect(shared.B).toBeGreaterThan(0.9)
  expect(hedged.B).toBeLessThan(0.001)
})

test('fixed-share leaves sleepers as they are', () => {
  const start = fixedShare.start(['A', 'B', 'C'])
  const state = fixedShare.learn(start, closed({ A: 0.8, B: 0.4 }, true))
  expect(state.C).toBe(start.C)
})
