import { heads, vote } from '../../../consensus/testing/votes.ts'
import type { LearningConfig } from '../../learning-config.ts'
import { learningDefaults } from '../../learning-config.ts'
import { randomSequence } from '../../random.ts'
import type { TaughtOutcome } from '../../rule.ts'
import type { ClosedCase } from '../learning-rule.ts'
import { saidOf } from '../said.ts'

/** Which head is right how often, for how many outcomes. */
export interface Phase {
  readonly outcomes: number
  /** Right in `rate` of its votes, all others in half of theirs; undefined: none is better. */
  readonly right?: { readonly head: string; readonly rate: number }
}

/** A market with a planted edge: LONG signals that win by a coin, and heads that say so or not. */
export function plantedMarket(seed: number, phases: readonly Phase[]): readonly ClosedCase[] {
  const random = randomSequence(seed)
  const weightsByHead = Object.fromEntries(heads.map((head) => [head, 1]))
  const config: LearningConfig = learningDefaults
  return phases.flatMap(({ outcomes, right }) =>
    Array.from({ length: outcomes }, (): ClosedCase => {
      const won = random() < 0.5
      const votes = heads.map((head) => {
        const rate = head === right?.head ? right.rate : 0.5
        return vote(head, random() < rate === won ? 'LONG' : 'SHORT')
      })
      const outcome: TaughtOutcome = {
        direction: 'LONG',
        won,
        net_pct: won ? 1 : -1,
        signal_time: 0,
        votes,
      }
      return { outcome, said: saidOf(outcome, weightsByHead, config.vote), teaches: true, config }
    }),
  )
}
