import type { HeadWeights } from '../consensus/consensus.ts'
import type { LearningConfig } from './learning-config.ts'
import { stepTowards } from './projection.ts'
import { type Learned, type Lesson, learnFromOutcome, type TaughtOutcome } from './rule.ts'

/**
 * What an outcome does to the learned state where another rule than `outcome` drives: averages as ever, and the
 * weights as far towards that rule's as one step may go.
 */
export function drivenLesson(
  learned: Learned,
  outcome: TaughtOutcome,
  target: HeadWeights,
  config: LearningConfig,
): Lesson {
  const lesson = learnFromOutcome(learned, outcome, config)
  return { ...lesson, weights: stepTowards(learned.weights, target, config.limits) }
}
