import type { FeatureName, Indicator } from './indicator.ts'
import { valueAgo } from './recent-values.ts'

/** Momentum: the close minus that of `period` candles before, in price. TA-Lib: MOM. */
export function momentum(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period + 1,
    size: 0,
    update(_, __, { close }, { count, closes }, out, at) {
      out[at] = count > period ? close - valueAgo(closes, period) : Number.NaN
    },
  }
}
