import { exactLog } from '../../engine/core/exact-math.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { logRatio } from './log-ratio.ts'
import { push, windowSize } from './rolling-window.ts'
import { sumOfNewest } from './window-sum.ts'

const bodyWeight = 2 * exactLog(2) - 1

/**
 * Garman–Klass volatility: the root of the mean of ½ ln(high/low)² − (2 ln 2 − 1) ln(close/open)² over
 * `period` candles; a fraction per candle. Garman and Klass, On the Estimation of Security Price
 * Volatilities from Historical Data (1980), the practical estimator. It does not see gaps between candles.
 */
export function garmanKlass(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period,
    size: windowSize(period),
    update(state, from, candle, { logRange: range }, out, at) {
      const body = logRatio(candle.close, candle.open)
      const end = push(state, from, period, 0.5 * range * range - bodyWeight * body * body)
      out[at] =
        end !== 0 ? Math.sqrt(Math.max(sumOfNewest(state, end, period), 0) / period) : Number.NaN
    },
  }
}
