import { expect, test } from 'vitest'
import type { RuleScore, RuleScores } from '../schemas/contracts.generated.ts'
import { compareScores, rulesText } from './rules-compared.ts'

const score = (rule: string, more: Partial<RuleScore>): RuleScore => ({
  rule,
  probability: 0.6,
  log_loss: 0.5,
  hit: true,
  outcomes: 40,
  hits: 20,
  log_loss_total: 28,
  best_head: 'HEAD_C',
  regret_best_head: 1.5,
  regret_outcome_rule: 0,
  weights: {},
  ...more,
})

const scored = (rules: readonly RuleScore[]): RuleScores => ({
  outcome_id: 'o',
  signal_id: 's',
  event_time: 0,
  won: true,
  drives: 'outcome',
  rules,
})

test('the rules come by mean log loss, each rate with its interval', () => {
  const { noPrediction, rules } = compareScores(
    scored([
      score('outcome', {}),
      score('mixture', { log_loss_total: 24, hits: 10, regret_outcome_rule: -4 }),
    ]),
  )
  expect(noPrediction).toBeCloseTo(Math.log(2), 14)
  expect(rules.map(({ rule, drives }) => [rule, drives])).toEqual([
    ['mixture', false],
    ['outcome', true],
  ])
  const [mixture] = rules
  expect(mixture).toMatchObject({ meanLogLoss: 0.6, hitRate: 0.25, verdict: null })
  // The 95 % Wilson interval of 10 in 40.
  expect(mixture?.interval.low).toBeCloseTo(0.1419, 4)
  expect(mixture?.interval.high).toBeCloseTo(0.4019, 4)
})

test('under thirty outcomes are too few to judge', () => {
  const { rules } = compareScores(scored([score('outcome', { outcomes: 29 })]))
  expect(rules[0]?.verdict).toBe('too few to judge')
  expect(rulesText({ noPrediction: Math.LN2, rules }).join('\n')).toContain('too few to judge')
})

test('the table shows every rule, which one drives, and what no prediction loses', () => {
  const text = rulesText(
    compareScores(scored([score('outcome', {}), score('hedge', { regret_outcome_rule: -0.25 })])),
  )
  expect(text).toHaveLength(4)
  expect(text[1]).toMatch(/^outcome +40 +0\.7000 +50\.0 % \(35\.2 % to 64\.8 %\) +\+1\.50 HEAD_C/)
  expect(text[1]).toMatch(/drives$/)
  expect(text[2]).toMatch(/−0\.25$/)
  expect(text[3]).toMatch(/^no prediction +0\.6931/)
})

test('without an outcome there is nothing to compare', () => {
  expect(rulesText(compareScores(undefined))).toEqual([
    'no outcome yet: nothing to compare the rules on',
  ])
})
