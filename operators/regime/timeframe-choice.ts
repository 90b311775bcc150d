import { type Timeframe, timeframeMs, timeframes } from '../timeframe.ts'
import type { Regime } from './regime.ts'

export interface TimeframeChoice {
  /** Of the trend behind a signal and, from 1h up, of the ATR of its levels. */
  readonly analysis: Timeframe
  /** Of the trigger candle: entry price and freshness are its own. */
  readonly entry: Timeframe
  /** At whose closes the heads vote. */
  readonly scan: Timeframe
}

export interface ReasonedChoice extends TimeframeChoice {
  /** −1: one shorter for a market that moves much, 1: one longer for a quiet one. */
  readonly step: -1 | 0 | 1
  readonly reason: string
}

/** SPEC 7. Entry and scan are one timeframe in each, so that the candle that is scanned is the trigger. */
const ofRegime: { readonly [regime in Regime]: TimeframeChoice } = {
  TRENDING: { analysis: '4h', entry: '1h', scan: '1h' },
  RANGING: { analysis: '1h', entry: '15m', scan: '15m' },
  BREAKOUT: { analysis: '1h', entry: '5m', scan: '5m' },
  VOLATILE: { analysis: '15m', entry: '1m', scan: '1m' },
  LOW_VOLATILITY: { analysis: '1h', entry: '15m', scan: '15m' },
}

/** In force without any regime, and always where regimes choose nothing. */
export const fixedTimeframes: TimeframeChoice = ofRegime.RANGING

const shorterAbovePct = 6
const longerBelowPct = 2

function stepOf(dailyVolatilityPct: number | null): Pick<ReasonedChoice, 'step' | 'reason'> {
  if (dailyVolatilityPct === null) return { step: 0, reason: 'ATR14 of 1d is not known yet' }
  const volatility = `ATR14 of 1d is ${dailyVolatilityPct.toFixed(2)} %`
  if (dailyVolatilityPct > shorterAbovePct)
    return { step: -1, reason: `${volatility}, above ${shorterAbovePct}: one step shorter` }
  if (dailyVolatilityPct < longerBelowPct)
    return { step: 1, reason: `${volatility}, below ${longerBelowPct}: one step longer` }
  return { step: 0, reason: volatility }
}

/** As far as there are shorter and longer ones. */
function moved(timeframe: Timeframe, step: number): Timeframe {
  const at = timeframes.indexOf(timeframe) + step
  return timeframes[Math.max(0, Math.min(timeframes.length - 1, at))] ?? timeframe
}

/**
 * Timeframes of a regime, one step shorter above a daily volatility of 6 %, one longer below 2 %;
 * none is shorter than the shortest candles there are.
 */
export function chooseTimeframes({
  regime,
  dailyVolatilityPct,
  shortest,
}: {
  readonly regime: Regime
  /** ATR14 of 1d over the close, per cent; null until fourteen days exist. */
  readonly dailyVolatilityPct: number | null
  readonly shortest: Timeframe
}): ReasonedChoice {
  const { step, reason } = stepOf(dailyVolatilityPct)
  const absent: Timeframe[] = []
  const chosen = (timeframe: Timeframe): Timeframe => {
    const wanted = moved(timeframe, step)
    if (timeframeMs[wanted] >= timeframeMs[shortest]) return wanted
    if (!absent.includes(wanted)) absent.push(wanted)
    return shortest
  }
  const { analysis, entry, scan } = ofRegime[regime]
  const choice = { analysis: chosen(analysis), entry: chosen(entry), scan: chosen(scan) }
  const fallback =
    absent.length === 0 ? '' : `; no candles of ${absent.join(', ')}, so of ${shortest}`
  return { ...choice, step, reason: `${regime}, ${reason}${fallback}` }
}

/** What is chosen where regimes choose nothing. */
export function fixedChoice(): ReasonedChoice {
  return { ...fixedTimeframes, step: 0, reason: 'regime.adapt is off' }
}
