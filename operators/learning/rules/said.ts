import type { HeadWeights } from '../../consensus/consensus.ts'
import { isValidVote } from '../../consensus/consensus.ts'
import type { VoteThresholds } from '../../consensus/presets.ts'
import type { TaughtOutcome } from '../rule.ts'
import type { Said } from './learning-rule.ts'

/** Nobody is believed to be surer: one mistake then costs ln 100 nats at most. */
export const surest = 0.99

export function bounded(probability: number): number {
  return Math.min(surest, Math.max(1 - surest, probability))
}

/**
 * What the heads said of a signal when it was decided: its probability where it voted the signal's
 * way, one minus it where it voted the other. FLAT, absent and invalid votes sleep. In the order of
 * the heads' names, so that no sum depends on how the votes came.
 */
export function saidOf(
  outcome: Pick<TaughtOutcome, 'direction' | 'signal_time' | 'votes'>,
  heads: HeadWeights,
  thresholds: VoteThresholds,
): readonly Said[] {
  return outcome.votes
    .filter(
      (vote) =>
        heads[vote.head] !== undefined &&
        vote.direction !== 'FLAT' &&
        isValidVote(vote, thresholds, outcome.signal_time),
    )
    .map(({ head, direction, probability }) => ({
      name: head,
      probability: bounded(direction === outcome.direction ? probability : 1 - probability),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
