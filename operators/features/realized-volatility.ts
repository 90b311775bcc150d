import type { FeatureName, Indicator } from './indicator.ts'
import { populationDeviation } from './population-deviation.ts'

/**
 * Realised (historical) volatility: the sample standard deviation, over n − 1, of `period` log returns of
 * the close; a fraction per candle, not annualised (Hull, Options, Futures and Other Derivatives).
 */
export function realizedVolatility(name: FeatureName, period: number): Indicator {
  const sampleFactor = Math.sqrt(period / (period - 1))
  return {
    names: [name],
    warmUp: period + 1,
    size: 0,
    update(_, __, ___, { count, logReturns }, out, at) {
      out[at] = count > period ? sampleFactor * populationDeviation(logReturns, period) : Number.NaN
    },
  }
}
