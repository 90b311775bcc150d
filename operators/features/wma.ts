import type { FeatureName, Indicator } from './indicator.ts'
import { linearTotal, linearWeights, weightedSum } from './weighted-window.ts'

/**
 * Weighted moving average of closes, in price: the newest close weighs `period`, the oldest 1.
 * TA-Lib's WMA; Stock.Indicators agrees.
 */
export function wma(name: FeatureName, period: number): Indicator {
  const weights = linearWeights(period)
  const total = linearTotal(period)
  return {
    names: [name],
    warmUp: period,
    size: 0,
    update(_, __, ___, { count, closes }, out, at) {
      out[at] =
        count < period ? Number.NaN : weightedSum(closes.values, closes.end, weights) / total
    },
  }
}
