import type { HeadWeights } from '../../consensus/consensus.ts'
import type { LearningConfig } from '../learning-config.ts'
import type { TaughtOutcome } from '../rule.ts'

/** What one voice, a head or a rule, says of a signal: the probability that it wins. */
export interface Said {
  readonly name: string
  readonly probability: number
}

/** A real outcome, closed, as the rules learn from it. */
export interface ClosedCase {
  /** What the heads that were awake said, by name: those with a valid vote for a side. */
  readonly said: readonly Said[]
  readonly outcome: TaughtOutcome
  /** Whether the rule `outcome` is taught by it: its first outcomes are only observed. */
  readonly teaches: boolean
  readonly config: LearningConfig
}

/** One way to learn from outcomes whom to believe. The state is plain data and never changed in place. */
export interface LearningRule<State = unknown> {
  start(heads: readonly string[]): State
  /** That a signal wins of which the heads say this, 0 to 1; one half where nobody is awake. */
  probability(state: State, said: readonly Said[]): number
  /** By head; none is negative, and they sum to 1. */
  weights(state: State): HeadWeights
  learn(state: State, closed: ClosedCase): State
  /** Goes on from weights that a job or a person put in force; a rule without it does not care. */
  goOnFrom?(state: State, weights: HeadWeights): State
}
