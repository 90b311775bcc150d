import { advanceExponential, exponentialSize } from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'

/**
 * Double exponential moving average of closes, in price (Mulloy, 1994): twice the average less the
 * average of the average. Each is seeded with the mean of its own first `period` inputs, as TA-Lib has
 * it; Stock.Indicators seeds both at once, and the two meet as the seeds fade.
 */
export function dema(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: 2 * period - 1,
    size: 2 * exponentialSize,
    update(state, from, candle, _, out, at) {
      out[at] = Number.NaN
      const first = advanceExponential(state, from, period, candle.close)
      if (Number.isNaN(first)) return
      out[at] = 2 * first - advanceExponential(state, from + exponentialSize, period, first)
    },
  }
}
