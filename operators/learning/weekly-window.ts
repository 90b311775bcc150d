import type { Outcome } from '../../schemas/contracts.generated.ts'

const dayMs = 86_400_000

export interface WindowConfig {
  readonly days: number
  /** How far back it reaches for want of outcomes. */
  readonly daysMax: number
  readonly outcomesMin: number
}

export const windowDefaults: WindowConfig = { days: 7, daysMax: 56, outcomesMin: 50 }

export interface Window<T> {
  readonly fromMs: number
  readonly toMs: number
  /** Oldest first; by exit time, then id. */
  readonly outcomes: readonly T[]
}

/**
 * The last seven days, or back to the instant of the fiftieth newest outcome, at most eight weeks.
 * Outcomes of one instant stay together.
 */
export function selectWindow<T extends Pick<Outcome, 'exit_time' | 'id'>>(
  outcomes: readonly T[],
  nowMs: number,
  config = windowDefaults,
): Window<T> {
  const earliestMs = nowMs - config.daysMax * dayMs
  const known = outcomes
    .filter((outcome) => outcome.exit_time >= earliestMs && outcome.exit_time < nowMs)
    .sort((a, b) => a.exit_time - b.exit_time || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const weekMs = nowMs - config.days * dayMs
  const neededMs = known.at(-config.outcomesMin)?.exit_time ?? earliestMs
  const fromMs = Math.min(weekMs, neededMs)
  return { fromMs, toMs: nowMs, outcomes: known.filter((outcome) => outcome.exit_time >= fromMs) }
}
