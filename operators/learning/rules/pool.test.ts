import { expect, test } from 'vitest'
import { pooled, reweighted, sharedOut } from './pool.ts'
import { voices } from './testing/closed.ts'

const weights = { A: 0.5, B: 0.25, C: 0.25 }

test('what is pooled is the mean by weight of those awake', () => {
  expect(pooled(weights, voices({ A: 0.8, B: 0.5, C: 0.1 }))).toBeCloseTo(0.55, 12)
  expect(pooled(weights, voices({ A: 0.8, B: 0.5 }))).toBeCloseTo((0.4 + 0.125) / 0.75, 12)
  expect(pooled(weights, [])).toBe(0.5)
})

test('a weight is multiplied by the probability given to what happened', () => {
  // Given to a win 0.4 + 0.125 + 0.025 = 0.55, to a loss 0.45.
  const won = reweighted(weights, voices({ A: 0.8, B: 0.5, C: 0.1 }), true)
  expect(won.A).toBeCloseTo(0.4 / 0.55, 12)
  expect(won.B).toBeCloseTo(0.125 / 0.55, 12)
  expect(won.C).toBeCloseTo(0.025 / 0.55, 12)
  const lost = reweighted(weights, voices({ A: 0.8, B: 0.5, C: 0.1 }), false)
  expect(lost.A).toBeCloseTo(0.1 / 0.45, 12)
})

test('those awake keep their total among themselves, sleepers theirs', () => {
  const next = reweighted(weights, voices({ A: 0.8, B: 0.4 }), true)
  expect(next.C).toBe(0.25)
  expect((next.A ?? 0) + (next.B ?? 0)).toBeCloseTo(0.75, 12)
  expect((next.A ?? 0) / (next.B ?? 1)).toBeCloseTo((0.5 * 0.8) / (0.25 * 0.4), 12)
})

test('a weight never becomes zero, so that its owner can come back', () => {
  let lost: { readonly [name: string]: number } = { A: 0.5, B: 0.5 }
  for (let at = 0; at < 2_000; at++) lost = reweighted(lost, voices({ A: 0.01, B: 0.99 }), true)
  expect(lost.A).toBeGreaterThan(0)
  expect(lost.A).toBeLessThan(1e-200)
  expect(lost.B).toBeCloseTo(1, 12)
  const alone = reweighted(lost, voices({ A: 0.6 }), true)
  expect(alone.A).toBeGreaterThan(0)
  expect(pooled(alone, voices({ A: 0.6 }))).toBeCloseTo(0.6, 12)
})

test('a share of those awake is shared among those awake', () => {
  const next = sharedOut(weights, voices({ A: 0.8, B: 0.4 }), 0.1)
  expect(next.A).toBeCloseTo(0.45 + 0.0375, 12)
  expect(next.B).toBeCloseTo(0.225 + 0.0375, 12)
  expect(next.C).toBe(0.25)
})
