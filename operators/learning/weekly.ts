import type { CalibrationByHead } from '../consensus/calibration.ts'
import type { HeadWeights } from '../consensus/consensus.ts'
import type { Preset } from '../consensus/presets.ts'
import { pairedBootstrapP } from './bootstrap.ts'
import { compareDecisions, type RecordedCase } from './comparison.ts'
import { meanScores, stepByMean } from './daily.ts'
import type { LearningConfig } from './learning-config.ts'
import { selectWindow, type WindowConfig, windowDefaults } from './weekly-window.ts'

export interface WeeklyConfig {
  readonly window: WindowConfig
  /** The older part of the window; the rest decides. */
  readonly fitShare: number
  readonly improvementMin: number
  /** Per cent of notional: keeps a mean near zero from making everything an improvement. */
  readonly improvementBasePct: number
  readonly bootstrapSamples: number
}

export const weeklyDefaults: WeeklyConfig = {
  window: windowDefaults,
  fitShare: 0.7,
  improvementMin: 0.03,
  improvementBasePct: 0.05,
  bootstrapSamples: 2_000,
}

export interface WeeklyReport {
  readonly decision: 'deploy' | 'refuse' | 'skip'
  readonly reason: string
  readonly fromMs: number
  readonly toMs: number
  readonly outcomes: number
  readonly real: number
  readonly shadow: number
  /** Real outcomes in the older part. */
  readonly fitted: number
  /** Candidates in the newer part, and how many of them each set of weights takes. */
  readonly tested: number
  readonly takenOld: number
  readonly takenNew: number
  readonly changedDecisions: number
  /** Net P/L per candidate, per cent of notional; null when skipped, as the three below. */
  readonly meanOldPct: number | null
  readonly meanNewPct: number | null
  readonly improvement: number | null
  readonly bootstrapP: number | null
  readonly oldWeights: HeadWeights
  readonly newWeights: HeadWeights | null
}

export interface WeeklyInput {
  readonly weights: HeadWeights
  readonly outcomes: readonly RecordedCase[]
  readonly nowMs: number
  readonly preset: Preset
  /** Of the heads, as it is in force; candidates are decided anew by it. */
  readonly calibration?: CalibrationByHead
  readonly learning: LearningConfig
  readonly seed: number
}

const undecided = {
  takenOld: 0,
  takenNew: 0,
  changedDecisions: 0,
  meanOldPct: null,
  meanNewPct: null,
  improvement: null,
  bootstrapP: null,
  newWeights: null,
}

function percent(rate: number): string {
  return `${(rate * 100).toFixed(1)} %`
}

/** Fits on the older part, judges on the newer one, and says why in words and numbers. */
export function learnWeekly(input: WeeklyInput, config = weeklyDefaults): WeeklyReport {
  const { weights, preset, calibration } = input
  const learning = { ...input.learning, vote: preset.vote }
  const { fromMs, toMs, outcomes } = selectWindow(input.outcomes, input.nowMs, config.window)
  const split = Math.round(outcomes.length * config.fitShare)
  const fit = outcomes.slice(0, split).filter((outcome) => outcome.kind === 'real')
  const tested = outcomes.slice(split)
  const real = outcomes.filter((outcome) => outcome.kind === 'real').length
  const counts = {
    fromMs,
    toMs,
    outcomes: outcomes.length,
    real,
    shadow: outcomes.length - real,
    fitted: fit.length,
    tested: tested.length,
    oldWeights: weights,
  }
  const skip = (reason: string): WeeklyReport => ({
    ...counts,
    ...undecided,
    decision: 'skip',
    reason,
  })
  if (outcomes.length < config.window.outcomesMin) {
    return skip(`${outcomes.length} outcomes, fewer than ${config.window.outcomesMin}`)
  }
  if (fit.length < learning.outcomesMin) {
    return skip(`${fit.length} real outcomes to fit on, fewer than ${learning.outcomesMin}`)
  }

  const means = meanScores(fit, weights, learning)
  const newWeights = stepByMean(weights, means, learning.weeklyRate, learning)
  const { differences, ...compared } = compareDecisions(
    tested,
    weights,
    newWeights,
    preset,
    calibration,
  )
  const { meanOldPct, meanNewPct } = compared
  const base = Math.max(Math.abs(meanOldPct), config.improvementBasePct)
  const improvement = (meanNewPct - meanOldPct) / base
  const better = improvement > config.improvementMin
  const least = percent(config.improvementMin)
  return {
    ...counts,
    ...compared,
    decision: better ? 'deploy' : 'refuse',
    reason: `improvement ${percent(improvement)}, ${better ? 'above' : 'not above'} ${least}`,
    improvement,
    bootstrapP: pairedBootstrapP(differences, config.bootstrapSamples, input.seed),
    newWeights,
  }
}
