import { advanceExponential, exponentialSize } from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'

/**
 * Force index (Elder): the exponential average of the change of the close times the volume, in price
 * times volume. TA-Lib: EFI.
 */
export function forceIndex(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period + 1,
    size: exponentialSize,
    update(state, from, { close, volume }, { count, previousClose }, out, at) {
      out[at] =
        count === 1
          ? Number.NaN
          : advanceExponential(state, from, period, (close - previousClose) * volume)
    },
  }
}
