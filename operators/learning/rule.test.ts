import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { heads, nineEqual } from '../consensus/testing/votes.ts'
import { learningDefaults as config } from './learning-config.ts'
import { type Learned, learnFromOutcome, ruleScores, teaches } from './rule.ts'
import { outcome } from './testing/outcomes.ts'

const start: Learned = { weights: nineEqual, hit_rate: {}, contribution: {} }

describe('rule scores', () => {
  const cases = [
    { name: 'agreed and won', given: outcome('L'), score: 0.04 },
    { name: 'agreed and lost', given: outcome('L', { won: false }), score: -0.04 },
    { name: 'disagreed and won', given: outcome('S'), score: -0.025 },
    { name: 'disagreed and lost', given: outcome('S', { won: false }), score: 0.025 },
    { name: 'FLAT and won', given: outcome('F'), score: -0.025 },
    { name: 'FLAT and lost', given: outcome('F', { won: false }), score: 0.025 },
    { name: 'agreed with a SHORT', given: outcome('S', { direction: 'SHORT' }), score: 0.04 },
  ]
  for (const { name, given, score } of cases) {
    test(name, () => {
      expect(ruleScores(given, nineEqual, config).HEAD_A).toBeCloseTo(score, 15)
    })
  }

  test('leave out heads that are absent, invalid, expired or without a weight', () => {
    expect(Object.keys(ruleScores(outcome('L.xS'), nineEqual, config))).toEqual([
      'HEAD_A',
      'HEAD_D',
    ])
    expect(ruleScores(outcome('LLL', { signal_time: 1_000_001 }), nineEqual, config)).toEqual({})
    expect(Object.keys(ruleScores(outcome('LL'), { HEAD_B: 1 }, config))).toEqual(['HEAD_B'])
  })
})

describe('learnFromOutcome', () => {
  const examples = [
    { pattern: 'LLLLLSSSS', agreed: '0.1289', apart: '0.0889' },
    { pattern: 'LLLLLFFSS', agreed: '0.1289', apart: '0.0889' },
    { pattern: 'LLLLLLSSS', agreed: '0.1222', apart: '0.0889' },
  ]
  for (const { pattern, agreed, apart } of examples) {
    test(`gives the specification’s numbers for ${pattern}`, () => {
      const { weights } = learnFromOutcome(start, outcome(pattern), config)
      expect(weights.HEAD_A?.toFixed(4)).toBe(agreed)
      expect(weights.HEAD_I?.toFixed(4)).toBe(apart)
    })
  }

  test('leaves weight and averages of unheard heads alone', () => {
    const learned = { ...start, hit_rate: { HEAD_E: 0.7 }, contribution: { HEAD_E: 0.01 } }
    const next = learnFromOutcome(learned, outcome('LLSS.xx.F'), config)
    for (const head of ['HEAD_E', 'HEAD_F', 'HEAD_G', 'HEAD_H']) {
      expect(next.weights[head]).toBe(1 / 9)
    }
    expect([next.hit_rate.HEAD_E, next.contribution.HEAD_E]).toEqual([0.7, 0.01])
    expect(next.hit_rate.HEAD_F).toBeUndefined()
    expect(next.weights.HEAD_A).toBeGreaterThan(1 / 9)
    expect(next.weights.HEAD_I).toBeLessThan(1 / 9)
  })

  test('follows hit rate and contribution with alpha 0.05', () => {
    const won = learnFromOutcome(start, outcome('LSF', { net_pct: 2 }), config)
    expect(won.hit_rate.HEAD_A).toBeCloseTo(0.5 + 0.05 * 0.5, 12)
    expect(won.hit_rate.HEAD_B).toBeCloseTo(0.5 - 0.05 * 0.5, 12)
    expect(won.hit_rate.HEAD_C).toBeCloseTo(0.5 - 0.05 * 0.5, 12)
    expect(won.contribution.HEAD_A).toBeCloseTo((0.05 * 2) / 9, 12)
    expect(won.contribution.HEAD_B).toBeCloseTo((-0.05 * 2) / 9, 12)
    expect(won.contribution.HEAD_C).toBe(0)
    const lost = learnFromOutcome(start, outcome('LS', { won: false, net_pct: -1 }), config)
    expect(lost.hit_rate.HEAD_A).toBeCloseTo(0.475, 12)
    expect(lost.hit_rate.HEAD_B).toBeCloseTo(0.525, 12)
    expect(lost.contribution.HEAD_B).toBeGreaterThan(0)
  })

  test('never prefers a wrong head to an equal right one', () => {
    const pattern = fc.array(fc.constantFrom('L', 'S', 'F', 'x', '.'), {
      minLength: 9,
      maxLength: 9,
    })
    fc.assert(
      fc.property(pattern, fc.boolean(), (letters, won) => {
        const given = outcome(letters.join(''), { won })
        const { weights, scores } = learnFromOutcome(start, given, config)
        for (const a of heads) {
          for (const b of heads) {
            const [scoreA, scoreB] = [scores[a], scores[b]]
            if (scoreA === undefined || scoreB === undefined || scoreA <= scoreB) continue
            expect(weights[a] ?? 0).toBeGreaterThanOrEqual(weights[b] ?? 1)
          }
        }
      }),
    )
  })
})

test('outcome 10 is the first that teaches, shadows never do', () => {
  expect([9, 10, 11].map((number) => teaches('real', number, config))).toEqual([false, true, true])
  expect(teaches('shadow', 100, config)).toBe(false)
})
