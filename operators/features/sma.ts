import type { FeatureName, Indicator } from './indicator.ts'
import { type RecentValues, valueAgo } from './recent-values.ts'

/** The sum of the newest values, less the one that the next candle replaces once there are enough. */
export const smaSize = 1

/** The mean of the newest `period` values; NaN until there are so many. Asked on each value. */
export function advanceSma(
  state: Float64Array,
  from: number,
  period: number,
  recent: RecentValues,
  count: number,
): number {
  const total = (state[from] as number) + valueAgo(recent, 0)
  const full = count >= period
  state[from] = full ? total - valueAgo(recent, period - 1) : total
  return full ? total / period : Number.NaN
}

/** Simple moving average of the close. */
export function sma(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period,
    size: smaSize,
    update(state, from, _, { count, closes }, out, at) {
      out[at] = advanceSma(state, from, period, closes, count)
    },
  }
}
