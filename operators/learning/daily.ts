import type { HeadWeights } from '../consensus/consensus.ts'
import type { LearningConfig } from './learning-config.ts'
import { stepWeights } from './projection.ts'
import { ruleScores, type Scores, type TaughtOutcome } from './rule.ts'

export type DailyReport =
  | {
      readonly decision: 'update'
      readonly outcomes: number
      readonly meanScores: Scores
      readonly weights: HeadWeights
      readonly reason: string
    }
  /** The outcomes stay with the caller for the next day. */
  | { readonly decision: 'carry'; readonly outcomes: number; readonly reason: string }

/** Per head over the outcomes in which it had a valid vote; without one it has no mean. */
export function meanScores(
  outcomes: readonly TaughtOutcome[],
  weights: HeadWeights,
  config: LearningConfig,
): Scores {
  const sums = new Map<string, { sum: number; cases: number }>()
  for (const outcome of outcomes) {
    for (const [head, score] of Object.entries(ruleScores(outcome, weights, config))) {
      const { sum, cases } = sums.get(head) ?? { sum: 0, cases: 0 }
      sums.set(head, { sum: sum + score, cases: cases + 1 })
    }
  }
  return Object.fromEntries([...sums].map(([head, { sum, cases }]) => [head, sum / cases]))
}

/** A step by a share of the mean scores: the daily update, and the fit of the weekly one. */
export function stepByMean(
  weights: HeadWeights,
  means: Scores,
  rate: number,
  config: LearningConfig,
): HeadWeights {
  const changes = Object.fromEntries(
    Object.entries(means).map(([head, mean]) => [head, rate * mean]),
  )
  return stepWeights(weights, changes, config.limits)
}

/** The real outcomes since the last daily update, those that were carried over included. */
export function learnDaily(
  weights: HeadWeights,
  outcomes: readonly TaughtOutcome[],
  config: LearningConfig,
): DailyReport {
  if (outcomes.length < config.outcomesMin) {
    const reason = `${outcomes.length} outcomes, fewer than ${config.outcomesMin}: carried over`
    return { decision: 'carry', outcomes: outcomes.length, reason }
  }
  const means = meanScores(outcomes, weights, config)
  return {
    decision: 'update',
    outcomes: outcomes.length,
    meanScores: means,
    weights: stepByMean(weights, means, config.dailyRate, config),
    reason: `mean scores of ${outcomes.length} outcomes`,
  }
}
