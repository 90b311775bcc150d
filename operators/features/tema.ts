import type { FeatureName, Indicator } from './indicator.ts'
import { advanceTriple, createTripleAverage, type TripleAverage } from './triple-average.ts'

/**
 * Triple exponential moving average of closes, in price (Mulloy, 1994): 3a − 3b + c, where b is the
 * average of the averages a, and c that of b. Each is seeded with the mean of its own first `period`
 * inputs, as TA-Lib has it; Stock.Indicators seeds all at once, and the two meet as the seeds fade.
 */
export function tema(name: FeatureName, period: number): Indicator<TripleAverage> {
  return {
    names: [name],
    warmUp: 3 * period - 2,
    create: createTripleAverage,
    update(average, candle, out, at) {
      out[at] = Number.NaN
      if (!advanceTriple(average, period, candle.close)) return
      const { first, second, third } = average
      out[at] = 3 * (first.value - second.value) + third.value
    },
  }
}
