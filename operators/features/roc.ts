import type { FeatureName, Indicator } from './indicator.ts'
import { valueAgo } from './recent-values.ts'

/** Rate of change of the close against `period` candles before, per cent. */
export function roc(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period + 1,
    size: 0,
    update(_, __, { close }, { count, closes }, out, at) {
      const before = valueAgo(closes, period)
      out[at] = count <= period ? Number.NaN : before === 0 ? 0 : (close / before - 1) * 100
    },
  }
}
