import { describe, expect, test } from 'vitest'
import { passesConsensus, weighVotes } from '../consensus/consensus.ts'
import { presets } from '../consensus/presets.ts'
import { nineEqual, votes } from '../consensus/testing/votes.ts'
import { consensusGate } from './consensus.ts'

const { standard, strict } = presets
const judge = (pattern: string, confidence: number, preset = standard) => {
  const consensus = weighVotes(votes(pattern, { confidence }), nineEqual, preset.vote, 0)
  const verdict = consensusGate(consensus, preset)
  expect(verdict.passed).toBe(passesConsensus(consensus, preset))
  return verdict
}

describe('consensus gate', () => {
  test('passes with confidence as its value', () => {
    const verdict = judge('LLLLL.SSS', 0.7)
    expect(verdict.value).toBeCloseTo(0.75, 12)
    expect([verdict.threshold, verdict.passed]).toEqual([0.65, true])
    expect(verdict.note).toBe('5 of 8 valid heads agree on LONG, support 62.5 %, confidence 0.750')
  })

  const refused = [
    { name: 'support', given: judge('LLLSSFFFF', 0.9), value: 3 / 9, threshold: 5 / 9 },
    { name: 'heads', given: judge('LL.......', 0.9), value: 2, threshold: 3 },
    { name: 'confidence', given: judge('LLL......', 0.6), value: 0.62, threshold: 0.65 },
    { name: 'direction', given: judge('LLSS.....', 0.9), value: 0, threshold: null },
  ]
  for (const { name, given, value, threshold } of refused) {
    test(`names what refused: ${name}`, () => {
      expect(given.value).toBeCloseTo(value, 12)
      expect([given.threshold, given.passed]).toEqual([threshold, false])
    })
  }

  test('asks more under strict', () => {
    expect(judge('LLLL.....', 0.75, standard).passed).toBe(true)
    expect(judge('LLLL.....', 0.75, strict).passed).toBe(false)
    expect(judge('LLLL.....', 0.78, strict).passed).toBe(true)
  })
})
