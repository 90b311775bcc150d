import { expect, test } from 'vitest'
import { heads } from '../../consensus/testing/votes.ts'
import { learningDefaults as config } from '../learning-config.ts'
import { learnFromOutcome } from '../rule.ts'
import { outcome } from '../testing/outcomes.ts'
import { outcomeRule } from './outcome.ts'
import { voices } from './testing/closed.ts'

const start = outcomeRule.start(heads)
const split = { said: [], outcome: outcome('LLLLLSSSS'), config }

test('five agreed and four not on what won give 0.1289 and 0.0889', () => {
  const { HEAD_A: agreed = 0, HEAD_I: apart = 0 } = outcomeRule.learn(start, {
    ...split,
    teaches: true,
  })
  // The four fall by their 20 %, the five share what those leave.
  expect(apart).toBeCloseTo(0.8 / 9, 12)
  expect(agreed).toBeCloseTo((1 - (4 * 0.8) / 9) / 5, 12)
})

test('it is the rule that the learned state goes by, to the last bit', () => {
  const hit_rate = {}
  const contribution = {}
  const learned = { weights: start, hit_rate, contribution }
  const lesson = learnFromOutcome(learned, split.outcome, config)
  expect(outcomeRule.learn(start, { ...split, teaches: true })).toEqual(lesson.weights)
})

test('an outcome that is only observed moves nothing', () => {
  expect(outcomeRule.learn(start, { ...split, teaches: false })).toEqual(start)
})

test('it says the mean of those awake by its weights, and goes on from what a person sets', () => {
  const set = outcomeRule.goOnFrom?.(start, { HEAD_A: 0.3, HEAD_B: 0.1 }) ?? {}
  expect(outcomeRule.weights(set)).toEqual({ HEAD_A: 0.3, HEAD_B: 0.1 })
  const said = voices({ HEAD_A: 0.8, HEAD_B: 0.4 })
  expect(outcomeRule.probability(set, said)).toBeCloseTo(0.7, 12)
})
