import { exactLog } from '../../engine/core/exact-math.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { logRatio } from './log-ratio.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'

const bodyWeight = 2 * exactLog(2) - 1

/**
 * Garman–Klass volatility: the root of the mean of ½ ln(high/low)² − (2 ln 2 − 1) ln(close/open)² over
 * `period` candles; a fraction per candle. Garman and Klass, On the Estimation of Security Price
 * Volatilities from Historical Data (1980), the practical estimator. It does not see gaps between candles.
 */
export function garmanKlass(name: FeatureName, period: number): Indicator<RollingWindow> {
  return {
    names: [name],
    warmUp: period,
    create: () => createWindow(period),
    update(window, candle, out, at) {
      const range = logRatio(candle.high, candle.low)
      const body = logRatio(candle.close, candle.open)
      const full = push(window, 0.5 * range * range - bodyWeight * body * body)
      out[at] = full ? Math.sqrt(Math.max(sumOf(window), 0) / period) : Number.NaN
    },
  }
}
