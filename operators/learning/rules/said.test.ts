import { expect, test } from 'vitest'
import { presets } from '../../consensus/presets.ts'
import { nineEqual, vote } from '../../consensus/testing/votes.ts'
import { outcome } from '../testing/outcomes.ts'
import { saidOf } from './said.ts'

const { vote: thresholds } = presets.standard
const cases = [
  { name: 'for a vote its way', votes: [vote('HEAD_A', 'LONG', { probability: 0.7 })], given: 0.7 },
  { name: 'for the other way', votes: [vote('HEAD_A', 'SHORT', { probability: 0.7 })], given: 0.3 },
  { name: 'for one too sure', votes: [vote('HEAD_A', 'LONG', { probability: 1 })], given: 0.99 },
]
for (const { name, votes, given } of cases) {
  test(`a head gives a signal its probability ${name}`, () => {
    const [said] = saidOf(outcome('', { votes }), nineEqual, thresholds)
    expect(said?.name).toBe('HEAD_A')
    expect(said?.probability).toBeCloseTo(given, 12)
  })
}

test('of a SHORT, those are for it who voted SHORT', () => {
  const votes = [vote('HEAD_A', 'SHORT', { probability: 0.8 })]
  expect(saidOf(outcome('', { votes, direction: 'SHORT' }), nineEqual, thresholds)).toEqual([
    { name: 'HEAD_A', probability: 0.8 },
  ])
})

test('flat, absent, invalid, expired, unsure and unknown heads say nothing', () => {
  const votes = [
    vote('HEAD_A', 'FLAT'),
    vote('HEAD_C', 'LONG', { validity: 'STALE' }),
    vote('HEAD_D', 'LONG', { valid_until: 9 }),
    vote('HEAD_E', 'LONG', { probability: 0.54 }),
    vote('HEAD_X', 'LONG'),
    vote('HEAD_F', 'LONG'),
  ]
  const said = saidOf(outcome('', { votes, signal_time: 10 }), nineEqual, thresholds)
  expect(said.map(({ name }) => name)).toEqual(['HEAD_F'])
})

test('what is said comes by name, however the votes came', () => {
  const { votes } = outcome('LSLSL')
  const [first, ...rest] = votes
  if (first === undefined) throw new Error('there are votes')
  expect(saidOf(outcome('', { votes: [...rest.reverse(), first] }), nineEqual, thresholds)).toEqual(
    saidOf(outcome('LSLSL'), nineEqual, thresholds),
  )
})
