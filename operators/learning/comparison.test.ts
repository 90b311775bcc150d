import { expect, test } from 'vitest'
import { presets } from '../consensus/presets.ts'
import { heads, nineEqual } from '../consensus/testing/votes.ts'
import { compareDecisions, takes } from './comparison.ts'
import { outcome } from './testing/outcomes.ts'

const { standard } = presets
const lastFour = Object.fromEntries(heads.map((head, at) => [head, at < 5 ? 0.1 : 0.125]))

test('a candidate is taken only in the direction whose end is on record', () => {
  expect(takes(outcome('LLLLLSSSS'), nineEqual, standard)).toBe(true)
  expect(takes(outcome('LLLLLSSSS', { direction: 'SHORT' }), nineEqual, standard)).toBe(false)
})

test('a candidate without enough support is not taken', () => {
  expect(takes(outcome('LLLLFFFFF'), nineEqual, standard)).toBe(false)
})

test('two sets of weights earn what they take, spread over all candidates', () => {
  const tested = [outcome('LLLLLSSSS', { net_pct: -1 }), outcome('LLLLLLSSS', { net_pct: 2 })]
  expect(compareDecisions(tested, nineEqual, lastFour, standard)).toEqual({
    takenOld: 2,
    takenNew: 1,
    changedDecisions: 1,
    meanOldPct: 0.5,
    meanNewPct: 1,
    differences: [1, 0],
  })
})
