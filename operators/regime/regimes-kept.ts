import type { MarketRegime } from '../../schemas/contracts.generated.ts'
import { isTimeframe } from '../timeframe.ts'
import { fixedTimeframes, type TimeframeChoice } from './timeframe-choice.ts'

/** The two newest regimes of a symbol. */
export interface RegimesKept {
  readonly newest: MarketRegime | null
  readonly before: MarketRegime | null
}

export const noRegimes: RegimesKept = { newest: null, before: null }

export function withRegime({ newest }: RegimesKept, regime: MarketRegime): RegimesKept {
  return { newest: regime, before: newest }
}

/**
 * The regime in force for what closes at a time: the one told before it, not the one of an hour that
 * closes with it. So it does not matter which of two candles of one close comes first, and each close
 * belongs to one regime. Null before the first.
 */
export function regimeAt({ newest, before }: RegimesKept, closeMs: number): MarketRegime | null {
  return newest !== null && newest.time < closeMs ? newest : before
}

/** The timeframes in force for what closes at a time, by the same rule. */
export function timeframesAt(kept: RegimesKept, closeMs: number): TimeframeChoice {
  const { analysis, entry, scan } = regimeAt(kept, closeMs) ?? fixedTimeframes
  return isTimeframe(analysis) && isTimeframe(entry) && isTimeframe(scan)
    ? { analysis, entry, scan }
    : fixedTimeframes
}
