import {
  advanceExponential,
  createExponentialAverage,
  type ExponentialAverage,
} from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'

export interface TrixState {
  readonly first: ExponentialAverage
  readonly second: ExponentialAverage
  readonly third: ExponentialAverage
}

/**
 * TRIX (Hutson, 1983): the rate of change, per cent a candle, of a triply smoothed close. Each average is
 * seeded with the mean of its own first `period` inputs, as TA-Lib has it; Stock.Indicators seeds all at
 * once, and the two meet as the seeds fade.
 */
export function trix(name: FeatureName, period: number): Indicator<TrixState> {
  return {
    names: [name],
    warmUp: 3 * period - 1,
    create: () => ({
      first: createExponentialAverage(),
      second: createExponentialAverage(),
      third: createExponentialAverage(),
    }),
    update({ first, second, third }, candle, out, at) {
      out[at] = Number.NaN
      const before = third.value
      const known = third.count === period
      if (!advanceExponential(first, period, candle.close)) return
      if (!advanceExponential(second, period, first.value)) return
      if (!advanceExponential(third, period, second.value)) return
      if (known) out[at] = before === 0 ? 0 : (third.value / before - 1) * 100
    },
  }
}
