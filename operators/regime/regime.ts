import type { Candle, FeatureVector } from '../../schemas/contracts.generated.ts'

export const regimes = ['TRENDING', 'RANGING', 'VOLATILE', 'BREAKOUT', 'LOW_VOLATILITY'] as const

export type Regime = (typeof regimes)[number]

export function isRegime(text: string): text is Regime {
  return (regimes as readonly string[]).includes(text)
}

export interface RegimeConfig {
  /** ATR14 of 1d over the close, per cent: above it the market is VOLATILE. */
  readonly volatileAbovePct: number
  /** The same: below it the market is LOW_VOLATILITY. */
  readonly quietBelowPct: number
  /** ADX14 of 1h from which a market trends. */
  readonly trendAdxMin: number
  /** Candles whose range a breakout leaves. */
  readonly rangeCandles: number
  /** Closed candles in a row that must agree before the regime changes. */
  readonly hysteresisCandles: number
}

export const regimeDefaults: RegimeConfig = {
  volatileAbovePct: 6,
  quietBelowPct: 2,
  trendAdxMin: 25,
  rangeCandles: 20,
  hysteresisCandles: 3,
}

export interface RegimeEvidence {
  /** Of the newest closed 1h candle; null before the first. */
  readonly features: Pick<FeatureVector, 'adx_14'> | null
  /** Closed 1h candles, oldest first; 23 are enough with the defaults. */
  readonly candles: readonly Pick<Candle, 'high' | 'low' | 'close'>[]
  /** ATR14 of 1d over the close; null until fourteen days exist. */
  readonly dailyVolatilityPct: number | null
}

export interface RegimeState {
  readonly regime: Regime
  /** What the last candles say instead, and how many of them in a row. */
  readonly pending: Regime | null
  readonly pendingCandles: number
}

/** RANGING is the neutral start: it asks the most of a signal. */
export const initialRegime: RegimeState = { regime: 'RANGING', pending: null, pendingCandles: 0 }

/**
 * Beyond the range of the candles before the hysteresis span. The span itself is left out of the
 * range, so that a breakout that holds is seen in just as many candles as a change of regime needs.
 */
function breaksOut(candles: RegimeEvidence['candles'], config: RegimeConfig): boolean {
  const last = candles.at(-1)
  const end = candles.length - config.hysteresisCandles
  const range = candles.slice(Math.max(0, end - config.rangeCandles), Math.max(0, end))
  if (last === undefined || range.length < config.rangeCandles) return false
  return (
    range.every((candle) => last.close > candle.high) ||
    range.every((candle) => last.close < candle.low)
  )
}

/** What one closed candle says for itself, without memory. */
export function classifyRegime(evidence: RegimeEvidence, config = regimeDefaults): Regime {
  const volatility = evidence.dailyVolatilityPct
  if (volatility !== null && volatility > config.volatileAbovePct) return 'VOLATILE'
  if (breaksOut(evidence.candles, config)) return 'BREAKOUT'
  if (volatility !== null && volatility < config.quietBelowPct) return 'LOW_VOLATILITY'
  const adx = evidence.features?.adx_14 ?? null
  return adx !== null && adx >= config.trendAdxMin ? 'TRENDING' : 'RANGING'
}

/** One closed 1h candle later: the regime changes when enough candles in a row say the same. */
export function stepRegime(
  state: RegimeState,
  evidence: RegimeEvidence,
  config = regimeDefaults,
): RegimeState {
  const seen = classifyRegime(evidence, config)
  if (seen === state.regime) return { regime: seen, pending: null, pendingCandles: 0 }
  const pendingCandles = seen === state.pending ? state.pendingCandles + 1 : 1
  if (pendingCandles >= config.hysteresisCandles) {
    return { regime: seen, pending: null, pendingCandles: 0 }
  }
  return { regime: state.regime, pending: seen, pendingCandles }
}
