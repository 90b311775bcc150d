import fc from 'fast-check'
import { heads, vote } from '../../../consensus/testing/votes.ts'
import { learningDefaults } from '../../learning-config.ts'
import { outcome } from '../../testing/outcomes.ts'
import type { ClosedCase } from '../learning-rule.ts'
import { saidOf } from '../said.ts'

const all = Object.fromEntries(heads.map((head) => [head, 1]))

const aVote = fc.record({
  direction: fc.constantFrom('LONG', 'SHORT', 'FLAT' as const),
  probability: fc.double({ min: 0.5, max: 1, noNaN: true }),
  validity: fc.constantFrom('OK', 'OK', 'OK', 'WARMING' as const),
})

/** Runs of outcomes with any votes; heads may be flat, unsure or invalid, and are said in any order. */
export function randomCases(casesMax: number): fc.Arbitrary<readonly ClosedCase[]> {
  return fc.array(
    fc
      .record({
        won: fc.boolean(),
        teaches: fc.boolean(),
        votes: fc.array(aVote, { minLength: heads.length, maxLength: heads.length }),
        order: fc.shuffledSubarray([...heads], { minLength: 0 }),
      })
      .map(({ won, teaches, votes, order }): ClosedCase => {
        const cast = order.map((head) => vote(head, 'LONG', votes[heads.indexOf(head)]))
        return caseOf(outcome('', { won, votes: cast }), teaches)
      }),
    { maxLength: casesMax },
  )
}

export function caseOf(closed: ClosedCase['outcome'], teaches: boolean): ClosedCase {
  const config = learningDefaults
  return { outcome: closed, said: saidOf(closed, all, config.vote), teaches, config }
}
