import { presets, type VoteThresholds } from '../consensus/presets.ts'
import { type WeightLimits, weightLimits } from './projection.ts'

export interface LearningConfig {
  /** `learning_rate`. */
  readonly learningRate: number
  /** What a disagreeing head is moved by, of the learning rate. */
  readonly disagreementShare: number
  /** `ema_alpha`. */
  readonly emaAlpha: number
  /** `min_outcomes_for_update`: the first outcome that teaches, and the least for a daily update. */
  readonly outcomesMin: number
  /** Of the mean of the rule scores. */
  readonly dailyRate: number
  readonly weeklyRate: number
  readonly limits: WeightLimits
  /** Which votes are valid, from the preset in force. */
  readonly vote: VoteThresholds
}

export const learningDefaults: LearningConfig = {
  learningRate: 0.05,
  disagreementShare: 0.5,
  emaAlpha: 0.05,
  outcomesMin: 10,
  dailyRate: 0.03,
  weeklyRate: 1,
  limits: weightLimits,
  vote: presets.standard.vote,
}
