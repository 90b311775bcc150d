import { exactLog } from '../../engine/core/exact-math.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { logRatio } from './log-ratio.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'

const rangeFactor = 4 * exactLog(2)

/**
 * Parkinson volatility: the root of the mean of ln(high/low)² / (4 ln 2) over `period` candles; a fraction
 * per candle. Parkinson, The Extreme Value Method for Estimating the Variance of the Rate of Return
 * (1980). It does not see gaps between candles.
 */
export function parkinson(name: FeatureName, period: number): Indicator<RollingWindow> {
  return {
    names: [name],
    warmUp: period,
    create: () => createWindow(period),
    update(window, candle, out, at) {
      const range = logRatio(candle.high, candle.low)
      const full = push(window, range * range)
      out[at] = full ? Math.sqrt(sumOf(window) / (rangeFactor * period)) : Number.NaN
    },
  }
}
