import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Direction } from '../../schemas/contracts.generated.ts'
import { isValidVote, passesConsensus, weighVotes } from './consensus.ts'
import { presets } from './presets.ts'
import { heads, nineEqual, vote, votes } from './testing/votes.ts'

const { standard, strict } = presets

describe('a vote is valid', () => {
  const cases = [
    { name: 'at both thresholds', more: { probability: 0.55, confidence: 0.55 }, valid: true },
    { name: 'not below the probability', more: { probability: 0.5499 }, valid: false },
    { name: 'not below the confidence', more: { confidence: 0.5499 }, valid: false },
    { name: 'not while warming', more: { validity: 'WARMING' as const }, valid: false },
    { name: 'until it expires', more: { valid_until: 500 }, valid: true },
    { name: 'not after it expired', more: { valid_until: 499 }, valid: false },
    { name: 'not without a number', more: { probability: Number.NaN }, valid: false },
  ]
  for (const { name, more, valid } of cases) {
    test(name, () => {
      expect(isValidVote(vote('HEAD_A', 'LONG', more), standard.vote, 500)).toBe(valid)
    })
  }
})

describe('consensus', () => {
  const cases = [
    {
      name: 'passes five of nine',
      given: 'LLLLLSSSS',
      direction: 'LONG',
      support: 5 / 9,
      ok: true,
    },
    { name: 'counts FLAT against it', given: 'LLLLFFFFF', direction: 'LONG', support: 4 / 9 },
    {
      name: 'counts only valid votes',
      given: 'SSS.xx.xx',
      direction: 'SHORT',
      support: 1,
      ok: true,
    },
    { name: 'wants three heads', given: 'LL.......', direction: 'LONG', support: 1 },
    { name: 'is flat when votes cancel', given: 'LLLSSS...', direction: 'FLAT', support: 0 },
    { name: 'is flat without votes', given: '.........', direction: 'FLAT', support: 0 },
    { name: 'is flat when all are flat', given: 'FFFFFFFFF', direction: 'FLAT', support: 0 },
  ]
  for (const { name, given, direction, support, ok = false } of cases) {
    test(name, () => {
      const consensus = weighVotes(votes(given), nineEqual, standard.vote, 0)
      expect(consensus.direction).toBe(direction)
      expect(consensus.support).toBeCloseTo(support, 12)
      expect(passesConsensus(consensus, standard)).toBe(ok)
    })
  }

  test('adds 0.03 for each head above four and the bonus of the mean probability', () => {
    const confidenceOf = (given: string, probability: number): number =>
      weighVotes(votes(given, { probability, confidence: 0.6 }), nineEqual, standard.vote, 0)
        .confidence
    expect(confidenceOf('LLLL.....', 0.56)).toBeCloseTo(0.6, 12)
    expect(confidenceOf('LLLLL....', 0.56)).toBeCloseTo(0.63, 12)
    expect(confidenceOf('LLLLLL...', 0.6)).toBeCloseTo(0.68, 12)
    expect(confidenceOf('LLLL.....', 0.75)).toBeCloseTo(0.65, 12)
    expect(confidenceOf('LLLL.....', 0.85)).toBeCloseTo(0.68, 12)
    expect(confidenceOf('LLLLLLLLL', 0.9)).toBeCloseTo(0.83, 12)
  })

  test('caps confidence at 1', () => {
    const sure = votes('LLLLLLLLL', { probability: 0.9, confidence: 0.95 })
    expect(weighVotes(sure, nineEqual, standard.vote, 0).confidence).toBe(1)
  })

  test('weighs confidence and probability by the heads’ weights', () => {
    const weights = { HEAD_A: 0.6, HEAD_B: 0.2, HEAD_C: 0.2 }
    const given = [
      vote('HEAD_A', 'LONG', { probability: 0.6, confidence: 0.6 }),
      vote('HEAD_B', 'LONG', { probability: 0.7, confidence: 0.8 }),
      vote('HEAD_C', 'LONG', { probability: 0.7, confidence: 1 }),
    ]
    const consensus = weighVotes(given, weights, standard.vote, 0)
    expect(consensus.probability).toBeCloseTo(0.64, 12)
    expect(consensus.confidence).toBeCloseTo(0.72 + 0.02, 12)
    expect(consensus.agreeingHeads).toEqual(['HEAD_A', 'HEAD_B', 'HEAD_C'])
  })

  test('decides otherwise with other weights', () => {
    const given = votes('LLLLLSSSS')
    const bears = Object.fromEntries(heads.map((head, at) => [head, at < 5 ? 0.06 : 0.175]))
    expect(weighVotes(given, nineEqual, standard.vote, 0).direction).toBe('LONG')
    const other = weighVotes(given, bears, standard.vote, 0)
    expect(other.direction).toBe('SHORT')
    expect(other.support).toBeCloseTo(0.7, 12)
    expect(passesConsensus(other, standard)).toBe(true)
  })

  test('does not hear a head without a weight in force', () => {
    const given = [...votes('SSS......'), ...['X', 'Y', 'Z', 'W'].map((head) => vote(head, 'LONG'))]
    const consensus = weighVotes(given, nineEqual, standard.vote, 0)
    expect([consensus.direction, consensus.valid]).toEqual(['SHORT', 3])
  })

  test('hears fewer heads under a stricter preset', () => {
    const given = votes('LLLLLLLLL', { probability: 0.58 })
    expect(weighVotes(given, nineEqual, standard.vote, 0).valid).toBe(9)
    expect(weighVotes(given, nineEqual, strict.vote, 0).valid).toBe(0)
  })
})

const anyVotes = fc.array(
  fc.record({
    head: fc.constantFrom(...heads),
    direction: fc.constantFrom<Direction>('LONG', 'SHORT', 'FLAT'),
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 9 },
)

test('every number of a consensus is in its range, and turned votes turn only the direction', () => {
  fc.assert(
    fc.property(anyVotes, (given) => {
      const cast = given.map(({ head, direction, ...more }) => vote(head, direction, more))
      const turned = cast.map((one) => ({
        ...one,
        direction: { LONG: 'SHORT', SHORT: 'LONG', FLAT: 'FLAT' }[one.direction] as Direction,
      }))
      const a = weighVotes(cast, nineEqual, standard.vote, 0)
      const b = weighVotes(turned, nineEqual, standard.vote, 0)
      for (const share of [a.support, a.probability, a.confidence]) {
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1 + 1e-12)
      }
      expect([b.support, b.confidence, b.agreeing]).toEqual([a.support, a.confidence, a.agreeing])
      expect(b.score + a.score).toBe(0)
    }),
  )
})

describe('consensus on calibrated heads', () => {
  const bins = (right: number) => Array.from({ length: 10 }, () => ({ votes: 980, right }))
  const wrong = Object.fromEntries(['HEAD_A', 'HEAD_B', 'HEAD_C'].map((head) => [head, bins(0)]))
  const weigh = (calibration: Parameters<typeof weighVotes>[4]) =>
    weighVotes(votes('LLLSS....'), nineEqual, standard.vote, 0, calibration)

  test('goes the way of those who were right, not of the more', () => {
    expect(weigh({}).direction).toBe('LONG')
    const turned = weigh(wrong)
    expect(turned.direction).toBe('SHORT')
    // Each of the three is left with 20 votes of a thousand.
    expect(turned.score).toBeCloseTo((3 * 0.013 - 2 * 0.65) / 9, 12)
    expect(turned.probability).toBeCloseTo(0.65, 12)
  })

  test('takes away the bonus of a probability that nothing bears out', () => {
    const calibration = Object.fromEntries(heads.map((head) => [head, bins(392)]))
    // 392 of 980 and 0.65 of 20: 0.405, below 0.60.
    expect(weigh(calibration).probability).toBeCloseTo(0.405, 12)
    expect(weigh({}).confidence - weigh(calibration).confidence).toBeCloseTo(0.02, 12)
  })

  test('hears whom it heard before: what a head says tells whether its vote is valid', () => {
    expect(weigh(wrong).valid).toBe(5)
  })
})
