import type { FeatureName, Indicator } from './indicator.ts'
import { valueAgo } from './recent-values.ts'
import { sumOfNewest } from './window-sum.ts'

/**
 * Detrended price oscillator, in price: the close of half a period and one candle ago, minus the mean of
 * the `period` closes that end now. TA-Lib's DPO; Stock.Indicators writes the same number to the candle
 * of that old close, which did not know it yet. `period` is at least 4.
 */
export function dpo(name: FeatureName, period: number): Indicator {
  const age = Math.floor(period / 2) + 1
  return {
    names: [name],
    warmUp: period,
    size: 0,
    update(_, __, ___, { count, closes }, out, at) {
      out[at] =
        count < period
          ? Number.NaN
          : valueAgo(closes, age) - sumOfNewest(closes.values, closes.end, period) / period
    },
  }
}
