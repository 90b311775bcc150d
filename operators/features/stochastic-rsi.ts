import { movesSize, relativeStrength } from './gain-loss.ts'
import type { Indicator } from './indicator.ts'
import { push, windowSize } from './rolling-window.ts'
import { extremeSize, highest, lowest } from './window-extreme.ts'
import { sumOfNewest } from './window-sum.ts'

/** Of a point of the RSI: on a price that stands still, its averages decay and round unlike each other. */
const roundingMost = 1e-9

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
): Indicator {
  const fastAt = movesSize + 2 * extremeSize + windowSize(fastPeriod)
  const slowAt = fastAt + windowSize(slowPeriod)
  return {
    names: ['stoch_rsi_k', 'stoch_rsi_d'],
    warmUp: rsiPeriod + fastPeriod + slowPeriod + signalPeriod - 2,
    size: slowAt + windowSize(signalPeriod),
    update(state, from, { close }, { count, previousClose }, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      if (count === 1) return
      const strength = relativeStrength(state, from, rsiPeriod, close - previousClose)
      if (Number.isNaN(strength)) return
      const extremes = from + movesSize
      const strengthEnd = push(state, extremes + 2 * extremeSize, fastPeriod, strength)
      if (strengthEnd === 0) return
      const high = highest(state, extremes, state, strengthEnd, fastPeriod, fastPeriod)
      const low = lowest(state, extremes + extremeSize, state, strengthEnd, fastPeriod, fastPeriod)
      const range = high - low
      const percent = range <= roundingMost ? 0 : (100 * (strength - low)) / range
      const fastEnd = push(state, from + fastAt, slowPeriod, percent)
      if (fastEnd === 0) return
      const k = sumOfNewest(state, fastEnd, slowPeriod) / slowPeriod
      const end = push(state, from + slowAt, signalPeriod, k)
      if (end === 0) return
      out[at] = k
      out[at + 1] = sumOfNewest(state, end, signalPeriod) / signalPeriod
    },
  }
}
