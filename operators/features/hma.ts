import type { FeatureName, Indicator } from './indicator.ts'
import { push, windowSize } from './rolling-window.ts'
import { linearTotal, linearWeights, weightedSum } from './weighted-window.ts'

/**
 * Hull moving average of closes, in price: twice the weighted average of the newer half less that of the
 * whole period, smoothed by a weighted average over the root of the period. Both derived periods are cut
 * to whole numbers, as Hull (2005) and TA-Lib's HMA do; Stock.Indicators agrees. `period` is at least 2.
 */
export function hma(name: FeatureName, period: number): Indicator {
  const smoothing = Math.floor(Math.sqrt(period))
  const leadWeights = leadWeightsOf(period)
  const leadTotal = linearTotal(period) * linearTotal(Math.floor(period / 2))
  const weights = linearWeights(smoothing)
  const total = linearTotal(smoothing)
  return {
    names: [name],
    warmUp: period + smoothing - 1,
    size: windowSize(smoothing),
    update(state, from, _, { count, closes }, out, at) {
      out[at] = Number.NaN
      if (count < period) return
      const lead = weightedSum(closes.values, closes.end, leadWeights) / leadTotal
      const end = push(state, from, smoothing, lead)
      if (end !== 0) out[at] = weightedSum(state, end, weights) / total
    },
  }
}

/** Both averages in one pass over the closes, in units of the product of their totals: whole numbers. */
function leadWeightsOf(period: number): Float64Array {
  const half = Math.floor(period / 2)
  return linearWeights(period).map((weight) => {
    const inHalf = Math.max(0, weight - (period - half))
    return 2 * inHalf * linearTotal(period) - weight * linearTotal(half)
  })
}
