import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isValidVote } from '../../consensus/consensus.ts'
import { heads } from '../../consensus/testing/votes.ts'
import { ruleNames, rules } from './catalogue.ts'
import type { ClosedCase, LearningRule } from './learning-rule.ts'
import { caseOf, randomCases } from './testing/random-cases.ts'

const runs = { numRuns: 40 }

function learned(rule: LearningRule, cases: readonly ClosedCase[], order = heads): unknown {
  return cases.reduce((state, one) => rule.learn(state, one), rule.start(order))
}

/** What a rule keeps of each head. */
function ownOf(state: unknown): { readonly [head: string]: number } {
  const { exponents } = state as { readonly exponents?: { readonly [head: string]: number } }
  return exponents ?? (state as { readonly [head: string]: number })
}

for (const name of ruleNames) {
  const rule = rules[name]
  describe(`the rule ${name}`, () => {
    test('has weights that sum to 1, none of them negative', () => {
      fc.assert(
        fc.property(randomCases(40), (cases) => {
          const weights = rule.weights(learned(rule, cases))
          expect(Object.keys(weights).sort()).toEqual(heads)
          let sum = 0
          for (const weight of Object.values(weights)) {
            expect(weight).toBeGreaterThanOrEqual(0)
            sum += weight
          }
          expect(sum).toBeCloseTo(1, 9)
        }),
        runs,
      )
    })

    test('says probabilities that leave room for a mistake', () => {
      fc.assert(
        fc.property(randomCases(40), (cases) => {
          const state = learned(rule, cases)
          for (const { said } of cases) {
            const probability = rule.probability(state, said)
            expect(probability).toBeGreaterThanOrEqual(0.01 - 1e-12)
            expect(probability).toBeLessThanOrEqual(0.99 + 1e-12)
          }
        }),
        runs,
      )
    })

    test('goes on alike from a state that was cloned', () => {
      fc.assert(
        fc.property(randomCases(20), randomCases(20), (before, after) => {
          const state = learned(rule, before)
          const cloned = structuredClone(state)
          const go = (from: unknown) => after.reduce((at, one) => rule.learn(at, one), from)
          expect(go(cloned)).toEqual(go(state))
          // And what it went on from is as it was.
          expect(state).toEqual(cloned)
        }),
        runs,
      )
    })

    test('learns the same, to the last bit, in whatever order heads and votes come', () => {
      fc.assert(
        fc.property(randomCases(20), (cases) => {
          const turned = cases.map(({ outcome, teaches }) =>
            caseOf({ ...outcome, votes: [...outcome.votes].reverse() }, teaches),
          )
          const other = learned(rule, turned, [...heads].reverse())
          expect(other).toEqual(learned(rule, cases))
        }),
        runs,
      )
    })

    // Of the mixture each member has its own test.
    if (name === 'mixture') return
    test('leaves what it keeps of a head that did not speak', () => {
      fc.assert(
        fc.property(randomCases(20), (cases) => {
          let state = rule.start(heads)
          for (const one of cases) {
            const before = ownOf(state)
            state = rule.learn(state, one)
            const after = ownOf(state)
            const spoke = new Set(
              one.outcome.votes
                .filter((vote) => isValidVote(vote, one.config.vote, 0))
                .map(({ head }) => head),
            )
            for (const head of heads)
              if (!spoke.has(head)) expect(after[head], head).toBe(before[head])
          }
        }),
        runs,
      )
    })
  })
}
