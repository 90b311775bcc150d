import type { FeatureName, Indicator } from './indicator.ts'
import type { RecentValues } from './recent-values.ts'

/**
 * Slope of the least-squares line through the newest `period` closes, price per candle; exactly 0 on a
 * flat price. TA-Lib's LINEARREG_SLOPE; Stock.Indicators' Slope agrees. `period` is at least 2.
 */
export function linregSlope(name: FeatureName, period: number): Indicator {
  // Of the places 0 … period − 1 around their mean.
  const squares = (period * (period * period - 1)) / 12
  return {
    names: [name],
    warmUp: period,
    size: 0,
    update(_, __, ___, { count, closes }, out, at) {
      out[at] = count < period ? Number.NaN : covariation(closes, period) / squares
    },
  }
}

/**
 * The closes times their distance from the middle of the window. Those at the same distance are taken
 * together, so that it is their difference that counts and nothing is left of a common level.
 */
function covariation({ values, end }: RecentValues, period: number): number {
  let older = end - period
  let newer = end - 1
  let sum = 0
  for (let distance = (period - 1) / 2; distance > 0; distance--) {
    sum += ((values[newer] as number) - (values[older] as number)) * distance
    older++
    newer--
  }
  return sum
}
