import type { FeatureName, Indicator } from './indicator.ts'
import { extremeSize, highest, lowest } from './window-extreme.ts'

/** Williams %R, −100 to 0; 0 where the range is. */
export function williamsR(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period,
    size: 2 * extremeSize,
    update(state, from, { close }, { count, highs, lows }, out, at) {
      out[at] = Number.NaN
      const high = highest(state, from, highs.values, highs.end, count, period)
      const low = lowest(state, from + extremeSize, lows.values, lows.end, count, period)
      if (count < period) return
      const percent = (high - low) / -100
      out[at] = percent === 0 ? 0 : (high - close) / percent
    },
  }
}
