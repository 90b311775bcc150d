import type { FeatureName, Indicator } from './indicator.ts'

/** The true range of each candle as a feature, in price. TA-Lib: TRANGE; the first candle has none. */
export function trueRangeIndicator(name: FeatureName): Indicator {
  return {
    names: [name],
    warmUp: 2,
    size: 0,
    update(_, __, ___, { count, trueRange }, out, at) {
      out[at] = count === 1 ? Number.NaN : trueRange
    },
  }
}
