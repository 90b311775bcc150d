import {
  advanceExponential,
  createExponentialAverage,
  type ExponentialAverage,
} from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'

export interface DemaState {
  readonly first: ExponentialAverage
  readonly second: ExponentialAverage
}

/**
 * Double exponential moving average of closes, in price (Mulloy, 1994): twice the average less the
 * average of the average. Each is seeded with the mean of its own first `period` inputs, as TA-Lib has
 * it; Stock.Indicators seeds both at once, and the two meet as the seeds fade.
 */
export function dema(name: FeatureName, period: number): Indicator<DemaState> {
  return {
    names: [name],
    warmUp: 2 * period - 1,
    create: () => ({ first: createExponentialAverage(), second: createExponentialAverage() }),
    update({ first, second }, candle, out, at) {
      out[at] = Number.NaN
      if (!advanceExponential(first, period, candle.close)) return
      if (advanceExponential(second, period, first.value)) out[at] = 2 * first.value - second.value
    },
  }
}
