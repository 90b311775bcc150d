import { advanceExponential, exponentialSize } from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'

/** Exponential moving average of the close. */
export function ema(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period,
    size: exponentialSize,
    update(state, from, candle, _, out, at) {
      out[at] = advanceExponential(state, from, period, candle.close)
    },
  }
}
