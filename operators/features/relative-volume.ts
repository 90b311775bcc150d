import type { FeatureName, Indicator } from './indicator.ts'
import { sumOfNewest } from './window-sum.ts'

/** Volume against the mean of the `period` candles before it; null where those did not trade. */
export function relativeVolume(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period + 1,
    // The mean of the candles before this one.
    size: 1,
    update(state, from, { volume }, { count, volumes: { values, end } }, out, at) {
      const before = state[from] as number
      out[at] = before === 0 ? Number.NaN : volume / before
      if (count >= period) state[from] = sumOfNewest(values, end, period) / period
    },
  }
}
