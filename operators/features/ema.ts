import {
  advanceExponential,
  createExponentialAverage,
  type ExponentialAverage,
} from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'

/** Exponential moving average of the close. */
export function ema(name: FeatureName, period: number): Indicator<ExponentialAverage> {
  return {
    names: [name],
    warmUp: period,
    create: createExponentialAverage,
    update(state, candle, out, at) {
      out[at] = advanceExponential(state, period, candle.close) ? state.value : Number.NaN
    },
  }
}
