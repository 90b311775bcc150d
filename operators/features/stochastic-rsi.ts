import { advanceGainLoss, createGainLoss, type GainLoss, relativeStrength } from './gain-loss.ts'
import type { Indicator } from './indicator.ts'
import { createExtreme, highest, lowest, type RollingExtreme } from './rolling-extreme.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'

/** Of a point of the RSI: on a price that stands still, its averages decay and round unlike each other. */
const roundingMost = 1e-9

export interface StochasticRsiState {
  readonly strength: GainLoss
  readonly highs: RollingExtreme
  readonly lows: RollingExtreme
  readonly fast: RollingWindow
  readonly slow: RollingWindow
  count: number
}

/**
 * Stochastic RSI (Chande and Kroll): where the RSI stands between its lowest and highest of `fastPeriod`
 * candles, 0 to 100. %K is the simple mean of `slowPeriod` of these, %D that of `signalPeriod` %K; both
 * begin together, where %D does. 0 where the RSI has no range, as in TA-Lib. TA-Lib's STOCHRSI is the one
 * with `slowPeriod` 1; Stock.Indicators agrees.
 */
export function stochasticRsi(
  rsiPeriod: number,
  fastPeriod: number,
  slowPeriod: number,
  signalPeriod: number,
): Indicator<StochasticRsiState> {
  return {
    names: ['stoch_rsi_k', 'stoch_rsi_d'],
    warmUp: rsiPeriod + fastPeriod + slowPeriod + signalPeriod - 2,
    create: () => ({
      strength: createGainLoss(),
      highs: createExtreme(fastPeriod),
      lows: createExtreme(fastPeriod),
      fast: createWindow(slowPeriod),
      slow: createWindow(signalPeriod),
      count: 0,
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      if (!advanceGainLoss(state.strength, rsiPeriod, candle.close)) return
      const strength = relativeStrength(state.strength)
      const high = highest(state.highs, strength)
      const low = lowest(state.lows, strength)
      if (state.count < fastPeriod) state.count += 1
      if (state.count < fastPeriod) return
      const range = high - low
      const percent = range <= roundingMost ? 0 : (100 * (strength - low)) / range
      if (!push(state.fast, percent)) return
      const k = sumOf(state.fast) / slowPeriod
      if (!push(state.slow, k)) return
      out[at] = k
      out[at + 1] = sumOf(state.slow) / signalPeriod
    },
  }
}
