import {
  advanceExponential,
  createExponentialAverage,
  type ExponentialAverage,
} from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'

export interface TemaState {
  readonly first: ExponentialAverage
  readonly second: ExponentialAverage
  readonly third: ExponentialAverage
}

/**
 * Triple exponential moving average of closes, in price (Mulloy, 1994): 3a − 3b + c, where b is the
 * average of the averages a, and c that of b. Each is seeded with the mean of its own first `period`
 * inputs, as TA-Lib has it; Stock.Indicators seeds all at once, and the two meet as the seeds fade.
 */
export function tema(name: FeatureName, period: number): Indicator<TemaState> {
  return {
    names: [name],
    warmUp: 3 * period - 2,
    create: () => ({
      first: createExponentialAverage(),
      second: createExponentialAverage(),
      third: createExponentialAverage(),
    }),
    update({ first, second, third }, candle, out, at) {
      out[at] = Number.NaN
      if (!advanceExponential(first, period, candle.close)) return
      if (!advanceExponential(second, period, first.value)) return
      if (!advanceExponential(third, period, second.value)) return
      out[at] = 3 * (first.value - second.value) + third.value
    },
  }
}
