import type { HeadWeights } from '../../consensus/consensus.ts'
import { equalWeights } from '../projection.ts'
import type { LearningRule } from './learning-rule.ts'
import { pooled, reweighted, sharedOut } from './pool.ts'

const share = 0.01

/**
 * Exponential weights that give 1 % away at each outcome, so that a head which becomes right is found again
 * soon. Herbster and Warmuth, Tracking the Best Expert, Machine Learning 32, 1998.
 */
export const fixedShare: LearningRule<HeadWeights> = {
  start: equalWeights,
  probability: pooled,
  weights: (state) => state,
  learn: (state, { said, outcome }) => sharedOut(reweighted(state, said, outcome.won), said, share),
}
