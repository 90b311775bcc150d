import type { HeadWeights } from '../../consensus/consensus.ts'
import { equalWeights } from '../projection.ts'
import type { LearningRule } from './learning-rule.ts'
import { pooled } from './pool.ts'

/** Learns nothing: every head awake counts the same. What any other rule has to be better than. */
export const equal: LearningRule<HeadWeights> = {
  start: equalWeights,
  probability: pooled,
  weights: (state) => state,
  learn: (state) => state,
}
