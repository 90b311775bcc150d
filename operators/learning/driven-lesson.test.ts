import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heads, nineEqual } from '../consensus/testing/votes.ts'
import { drivenLesson } from './driven-lesson.ts'
import { learningDefaults as config } from './learning-config.ts'
import { learnFromOutcome } from './rule.ts'
import { ruleNames, rules } from './rules/catalogue.ts'
import { randomCases } from './rules/testing/random-cases.ts'
import { outcome } from './testing/outcomes.ts'

const start = { weights: nineEqual, hit_rate: {}, contribution: {} }
const won = outcome('LLLLLSSSS')

test('the weights step towards the rule by 20 % at most, and the averages are as ever', () => {
  const target = { ...Object.fromEntries(heads.map((head) => [head, 0])), HEAD_A: 1 }
  const lesson = drivenLesson(start, won, target, config)
  // One rises by its 20 %, the other eight share its rise.
  expect(lesson.weights.HEAD_A).toBeCloseTo(1.2 / 9, 12)
  expect(lesson.weights.HEAD_I).toBeCloseTo((1 - 1.2 / 9) / 8, 12)
  const { hit_rate, contribution } = learnFromOutcome(start, won, config)
  expect(lesson).toMatchObject({ hit_rate, contribution })
})

test('weights that are the rule’s own stay', () => {
  const { weights } = drivenLesson(start, won, nineEqual, config)
  for (const head of heads) expect(weights[head]).toBeCloseTo(1 / 9, 12)
})

test('whatever rule drives, over any run the weights keep their sum, their bounds and the step', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ruleNames), randomCases(40), (name, cases) => {
      let learned: Parameters<typeof drivenLesson>[0] = start
      let state = rules[name].start(heads)
      for (const one of cases) {
        state = rules[name].learn(state, one)
        const before = learned.weights
        learned = drivenLesson(learned, one.outcome, rules[name].weights(state), config)
        let sum = 0
        for (const head of heads) {
          const old = before[head] ?? 0
          const weight = learned.weights[head] ?? 0
          expect(weight).toBeGreaterThanOrEqual(Math.max(0.05, 0.8 * old) - 1e-12)
          expect(weight).toBeLessThanOrEqual(Math.min(0.3, 1.2 * old) + 1e-12)
          sum += weight
        }
        expect(sum).toBeCloseTo(1, 9)
      }
    }),
    { numRuns: 60 },
  )
})
