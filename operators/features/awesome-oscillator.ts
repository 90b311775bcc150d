import type { FeatureName, Indicator } from './indicator.ts'
import { sumOfNewest } from './window-sum.ts'

/**
 * Awesome oscillator (Bill Williams): the simple mean of the newest `fastPeriod` median prices minus
 * that of `slowPeriod`, in price. TA-Lib: AO. `fastPeriod` is the shorter.
 */
export function awesomeOscillator(
  name: FeatureName,
  fastPeriod: number,
  slowPeriod: number,
): Indicator {
  return {
    names: [name],
    warmUp: slowPeriod,
    size: 0,
    update(_, __, ___, { count, medians: { values, end } }, out, at) {
      out[at] =
        count < slowPeriod
          ? Number.NaN
          : sumOfNewest(values, end, fastPeriod) / fastPeriod -
            sumOfNewest(values, end, slowPeriod) / slowPeriod
    },
  }
}
