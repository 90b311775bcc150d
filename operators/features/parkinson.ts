import { exactLog } from '../../engine/core/exact-math.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { push, windowSize } from './rolling-window.ts'
import { sumOfNewest } from './window-sum.ts'

const rangeFactor = 4 * exactLog(2)

/**
 * Parkinson volatility: the root of the mean of ln(high/low)² / (4 ln 2) over `period` candles; a fraction
 * per candle. Parkinson, The Extreme Value Method for Estimating the Variance of the Rate of Return
 * (1980). It does not see gaps between candles.
 */
export function parkinson(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period,
    size: windowSize(period),
    update(state, from, _, { logRange }, out, at) {
      const end = push(state, from, period, logRange * logRange)
      out[at] =
        end !== 0 ? Math.sqrt(sumOfNewest(state, end, period) / (rangeFactor * period)) : Number.NaN
    },
  }
}
