import type { HeadWeights } from '../../consensus/consensus.ts'
import { equalWeights } from '../projection.ts'
import type { LearningRule } from './learning-rule.ts'
import { pooled, reweighted } from './pool.ts'

/**
 * Exponential weights on log loss, eta 1: nearly as good as the best head, at most ln n nats behind it
 * where all are always awake; it is slow to leave a head that was right for long. Cesa-Bianchi and Lugosi,
 * Prediction, Learning, and Games, 2006.
 */
export const hedge: LearningRule<HeadWeights> = {
  start: equalWeights,
  probability: pooled,
  weights: (state) => state,
  learn: (state, { said, outcome }) => reweighted(state, said, outcome.won),
}
