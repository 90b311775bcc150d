import { expect, test } from 'vitest'
import { advanceGainLoss, createGainLoss, relativeStrength } from './gain-loss.ts'

test('gains and losses are averaged apart and weigh 1/period once there are `period` of them', () => {
  const state = createGainLoss()
  const ready = [5, 7, 6, 6].map((value) => advanceGainLoss(state, 2, value))
  expect(ready).toEqual([false, false, true, true])
  expect([state.gain.value, state.loss.value]).toEqual([0.5, 0.25])
  expect(relativeStrength(state)).toBeCloseTo(200 / 3, 12)
})

test('the strength of what never moved is 0', () => {
  const state = createGainLoss()
  for (let i = 0; i < 3; i += 1) advanceGainLoss(state, 2, 4)
  expect(relativeStrength(state)).toBe(0)
})
