import type { FeatureName, Indicator } from './indicator.ts'
import { populationDeviation } from './population-deviation.ts'

/** Population standard deviation of the close. */
export function stddev(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period,
    size: 0,
    update(_, __, ___, { count, closes }, out, at) {
      out[at] = count < period ? Number.NaN : populationDeviation(closes, period)
    },
  }
}
