import { expect, test } from 'vitest'
import type { Weights } from '../../schemas/contracts.generated.ts'
import { lessonsTaken } from './lessons-taken.ts'

const equal = { HEAD_A: 0.5, HEAD_B: 0.5 }
const weightsOf = (version: number) => ({
  HEAD_A: 0.5 + version / 100,
  HEAD_B: 0.5 - version / 100,
})

/** One letter a version: o outcome, d daily, w weekly, m manual, a digit: a rollback to that version. */
function history(letters: string): Weights[] {
  const triggers: { readonly [letter: string]: Weights['trigger'] } = {
    o: 'outcome',
    d: 'daily',
    w: 'weekly',
    m: 'manual',
  }
  return [...letters].map((letter, at) => ({
    version: at + 1,
    weights: weightsOf(at + 1),
    trigger: triggers[letter] ?? 'rollback',
    cause: `c${at + 1}`,
    effective_from: at,
    metrics: letter in triggers ? {} : { to_version: Number(letter) },
    hit_rate: {},
    contribution: {},
    calibration: {},
  }))
}

const cases = [
  { name: 'are none at the start', given: '', start: 0, taught: [], count: 0 },
  { name: 'are the versions of outcomes', given: 'oodow', start: 0, taught: [1, 2, 4], count: 3 },
  {
    name: 'begin anew where a person sets weights',
    given: 'oomoo',
    start: 3,
    taught: [4, 5],
    count: 2,
  },
  {
    name: 'follow a rollback to where it went',
    given: 'ooo1oo',
    start: 0,
    taught: [1, 5, 6],
    count: 3,
  },
  { name: 'are none after a rollback to the start', given: 'ooo0', start: 0, taught: [], count: 0 },
  {
    name: 'are the newest, and all are counted',
    given: 'oooooo',
    max: 2,
    start: 4,
    taught: [5, 6],
    count: 6,
  },
]
for (const { name, given, start, taught, count, max = 80 } of cases) {
  test(`the lessons taken ${name}`, () => {
    const taken = lessonsTaken(history(given), equal, max)
    expect(taken.taught.map(({ version }) => version)).toEqual(taught)
    expect(taken.start).toEqual(start === 0 ? equal : weightsOf(start))
    expect(taken.count).toBe(count)
  })
}
