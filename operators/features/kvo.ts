import type { Candle } from '../../schemas/contracts.generated.ts'
import {
  advanceExponential,
  createExponentialAverage,
  type ExponentialAverage,
} from './exponential-average.ts'
import type { Indicator } from './indicator.ts'

export interface KvoState {
  /** Candles seen, up to 2. */
  count: number
  previousPrice: number
  previousRange: number
  /** 1 where the price rose, −1 where it did not. */
  trend: number
  /** The ranges of this trend, that of the candle before its turn included. */
  trendRange: number
  readonly fast: ExponentialAverage
  readonly slow: ExponentialAverage
  readonly signal: ExponentialAverage
}

/**
 * Klinger volume oscillator: the fast exponential average of the volume force minus the slow one, in 100
 * times volume. The force is volume · trend · 100 · |2 (range / range of the trend − 1)|; the trend is up
 * where high + low + close rose; an equal sum counts as down. As Stock.Indicators, which puts the −1 inside
 * the brackets; Klinger's |2 range / trend range − 1| differs. Both lines begin where the signal does.
 * `fastPeriod` is the shorter.
 */
export function kvo(
  fastPeriod: number,
  slowPeriod: number,
  signalPeriod: number,
): Indicator<KvoState> {
  return {
    names: ['kvo', 'kvo_signal'],
    warmUp: slowPeriod + signalPeriod + 1,
    create: () => ({
      count: 0,
      previousPrice: 0,
      previousRange: 0,
      trend: 0,
      trendRange: 0,
      fast: createExponentialAverage(),
      slow: createExponentialAverage(),
      signal: createExponentialAverage(),
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      const force = advanceForce(state, candle)
      if (force === null) return
      advanceExponential(state.fast, fastPeriod, force)
      if (!advanceExponential(state.slow, slowPeriod, force)) return
      const line = state.fast.value - state.slow.value
      if (!advanceExponential(state.signal, signalPeriod, line)) return
      out[at] = line
      out[at + 1] = state.signal.value
    },
  }
}

/** Null for the first candle, which has no trend, and for the second, whose trend has no range yet. */
function advanceForce(state: KvoState, { high, low, close, volume }: Candle): number | null {
  const price = high + low + close
  const range = high - low
  const trend = price > state.previousPrice ? 1 : -1
  const turned = trend !== state.trend
  const trendRange = (turned ? state.previousRange : state.trendRange) + range
  state.previousPrice = price
  state.previousRange = range
  state.trend = trend
  if (state.count < 2) {
    state.count += 1
    return null
  }
  state.trendRange = trendRange
  // Also where both are 0.
  if (range === trendRange) return 0
  return volume * trend * 100 * Math.abs(2 * (range / trendRange - 1))
}
