import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { heads } from '../../consensus/testing/votes.ts'
import { rules } from './catalogue.ts'
import type { ClosedCase, LearningRule } from './learning-rule.ts'
import { mixedNames, mixture, mixtureSharing } from './mixture.ts'
import { closed, voices } from './testing/closed.ts'
import { randomCases } from './testing/random-cases.ts'

const halves = { HEAD_A: 0.8, HEAD_B: 0.2 }

test('the mixture has five members, at first believed alike', () => {
  const start = mixture.start(heads)
  expect(mixedNames).toEqual([
    'equal',
    'fixed-share',
    'gradient-stacking',
    'newton-stacking',
    'outcome',
  ])
  expect(start.trust).toEqual(Object.fromEntries(mixedNames.map((name) => [name, 0.2])))
  expect(mixture.probability(start, voices(halves))).toBeCloseTo(0.5, 12)
  for (const weight of Object.values(mixture.weights(start))) expect(weight).toBeCloseTo(1 / 9, 12)
})

test('the mixture believes its members by what they said of what happened', () => {
  const pair = ['HEAD_A', 'HEAD_B']
  const once = mixtureSharing(0).learn(mixture.start(pair), closed(halves, true))
  const said = mixedNames.map((name) =>
    rules[name as keyof typeof rules].probability(once.members[name], voices(halves)),
  )
  const twice = mixtureSharing(0).learn(once, closed(halves, true))
  const sum = said.reduce((total, value) => total + value, 0)
  for (const [at, name] of mixedNames.entries())
    expect(twice.trust[name]).toBeCloseTo((said[at] ?? 0) / sum, 12)
  const shared = mixture.learn(once, closed(halves, true))
  for (const name of mixedNames)
    expect(shared.trust[name]).toBeCloseTo(0.999 * (twice.trust[name] ?? 0) + 0.0002, 12)
})

test('weights that a person set reach the member that goes by them, and no other', () => {
  const start = mixture.start(heads)
  const set = mixture.goOnFrom?.(start, { HEAD_A: 1 })
  expect(set).toEqual({ ...start, members: { ...start.members, outcome: { HEAD_A: 1 } } })
})

function lossOf(rule: LearningRule, cases: readonly ClosedCase[]): number {
  let state = rule.start(heads)
  let loss = 0
  for (const one of cases) {
    const probability = rule.probability(state, one.said)
    loss -= Math.log(one.outcome.won ? probability : 1 - probability)
    state = rule.learn(state, one)
  }
  return loss
}

describe('the mixture without sharing', () => {
  test('is never more than ln 5 nats behind any of its members', () => {
    fc.assert(
      fc.property(randomCases(60), (cases) => {
        const mixed = lossOf(mixtureSharing(0), cases)
        for (const name of mixedNames)
          expect(
            mixed - lossOf(rules[name as keyof typeof rules], cases),
            name,
          ).toBeLessThanOrEqual(Math.log(5) + 1e-9)
      }),
      { numRuns: 60 },
    )
  })
})
