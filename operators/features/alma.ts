import { exactExp } from '../../engine/core/exact-math.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { weightedSum } from './weighted-window.ts'

/**
 * Arnaud Legoux moving average of closes, in price: Gaussian weights whose peak lies at `offset` of the
 * way from the oldest close (0) to the newest (1), and whose width is the period over `sigma`.
 * As Legoux and Kouzis-Loukas (2009) and Stock.Indicators' ALMA have it; TA-Lib has none.
 */
export function alma(name: FeatureName, period: number, offset: number, sigma: number): Indicator {
  const weights = gaussianWeights(period, offset, sigma)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
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

function gaussianWeights(period: number, offset: number, sigma: number): Float64Array {
  const peak = offset * (period - 1)
  const width = period / sigma
  return Float64Array.from({ length: period }, (_, index) => {
    const distance = (index - peak) / width
    return exactExp(-(distance * distance) / 2)
  })
}
