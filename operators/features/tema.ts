import { averageOf, exponentialSize } from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { advanceTriple, tripleSize } from './triple-average.ts'

/**
 * Triple exponential moving average of closes, in price (Mulloy, 1994): 3a − 3b + c, where b is the
 * average of the averages a, and c that of b. Each is seeded with the mean of its own first `period`
 * inputs, as TA-Lib has it; Stock.Indicators seeds all at once, and the two meet as the seeds fade.
 */
export function tema(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: 3 * period - 2,
    size: tripleSize,
    update(state, from, candle, _, out, at) {
      const third = advanceTriple(state, from, period, candle.close)
      const first = averageOf(state, from)
      const second = averageOf(state, from + exponentialSize)
      out[at] = 3 * (first - second) + third
    },
  }
}
