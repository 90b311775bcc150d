import type { HeadWeights } from '../../consensus/consensus.ts'
import { equalWeights, stepWeights } from '../projection.ts'
import { ruleScores } from '../rule.ts'
import type { LearningRule } from './learning-rule.ts'
import { pooled } from './pool.ts'

/** The rule of SPEC section 5: a step for or against each head by whether it agreed with what won. */
export const outcomeRule: LearningRule<HeadWeights> = {
  start: equalWeights,
  probability: pooled,
  weights: (state) => state,
  learn(state, { outcome, teaches, config }) {
    if (!teaches) return state
    return stepWeights(state, ruleScores(outcome, state, config), config.limits)
  },
  goOnFrom: (_, weights) => weights,
}
