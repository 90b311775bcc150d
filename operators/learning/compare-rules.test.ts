import { describe, expect, test } from 'vitest'
import { compareRules, goOnFrom, logLoss, startComparison, weightsBy } from './compare-rules.ts'
import { ruleNames } from './rules/catalogue.ts'
import { closed } from './rules/testing/closed.ts'

const heads = ['A', 'B']
const said = { A: 0.8, B: 0.4 }

describe('log loss', () => {
  test('of no prediction is ln 2, of a sure one little or much', () => {
    expect(logLoss(0.5, true)).toBeCloseTo(Math.LN2, 14)
    expect(logLoss(0.8, true)).toBeCloseTo(-Math.log(0.8), 14)
    expect(logLoss(0.8, false)).toBeCloseTo(-Math.log(0.2), 14)
  })
})

describe('comparing the rules', () => {
  const first = compareRules(startComparison(heads), closed(said, true))
  const second = compareRules(first.next, closed(said, false))
  const scoreOf = ({ scores }: typeof first, rule: string) => {
    const score = scores.find((one) => one.rule === rule)
    if (score === undefined) throw new Error(`${rule} was not scored`)
    return score
  }

  test('scores every rule, by name', () => {
    expect(first.scores.map(({ rule }) => rule)).toEqual([...ruleNames])
  })

  test('scores what a rule said before it learned', () => {
    const hedge = scoreOf(first, 'hedge')
    expect(hedge.probability).toBeCloseTo(0.6, 12)
    expect(hedge.log_loss).toBeCloseTo(-Math.log(0.6), 12)
    expect(hedge.weights).toEqual({ A: 0.5, B: 0.5 })
    const then = scoreOf(second, 'hedge')
    expect(then.weights.A).toBeCloseTo(2 / 3, 12)
    expect(then.probability).toBeCloseTo((2 * 0.8 + 0.4) / 3, 12)
  })

  test('adds up outcomes, hits and losses', () => {
    expect(scoreOf(first, 'equal')).toMatchObject({ hit: true, outcomes: 1, hits: 1 })
    const equal = scoreOf(second, 'equal')
    expect(equal).toMatchObject({ hit: false, outcomes: 2, hits: 1 })
    expect(equal.log_loss_total).toBeCloseTo(-Math.log(0.6) - Math.log(0.4), 12)
  })

  test('tells what was lost against the best head and against the rule of today', () => {
    // A lost −ln 0.8 − ln 0.2, B −ln 0.4 − ln 0.6: B is the best, and no better than equal.
    const hedge = scoreOf(second, 'hedge')
    const hedgeLoss = -Math.log(0.6) - Math.log(1 / 3)
    expect(hedge.best_head).toBe('B')
    expect(hedge.regret_best_head).toBeCloseTo(hedgeLoss + Math.log(0.4) + Math.log(0.6), 12)
    expect(hedge.regret_outcome_rule).toBeCloseTo(
      hedgeLoss - scoreOf(second, 'outcome').log_loss_total,
      12,
    )
    expect(scoreOf(second, 'outcome').regret_outcome_rule).toBe(0)
  })

  test('holds a head only against outcomes on which it spoke', () => {
    const silent = compareRules(first.next, closed({ A: 0.8 }, false))
    // Of B only the first outcome counts; on A's the rule lost less than A.
    const equal = scoreOf(silent, 'equal')
    expect(equal.best_head).toBe('A')
    expect(equal.regret_best_head).toBeCloseTo(-Math.log(0.6) + Math.log(0.8), 12)
  })

  test('holds no head against a rule that never spoke', () => {
    const { scores } = compareRules(startComparison(heads), closed({}, true))
    for (const score of scores)
      expect(score).toMatchObject({ best_head: '', regret_best_head: 0, probability: 0.5 })
    const one = compareRules(startComparison(heads), closed({ A: 0.4 }, true))
    expect(scoreOf(one, 'hedge')).toMatchObject({ best_head: 'A', regret_best_head: 0 })
  })

  test('takes up weights that were put in force, in the rule of today alone', () => {
    const next = goOnFrom(first.next, { A: 0.7, B: 0.3 })
    expect(weightsBy(next, 'outcome')).toEqual({ A: 0.7, B: 0.3 })
    expect(weightsBy(next, 'hedge')).toEqual(weightsBy(first.next, 'hedge'))
    expect(next.outcome.tally).toEqual(first.next.outcome.tally)
  })
})
