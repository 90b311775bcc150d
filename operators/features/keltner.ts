import { advanceExponential, exponentialSize } from './exponential-average.ts'
import type { Indicator } from './indicator.ts'
import { valueAgo } from './recent-values.ts'
import { advanceWilder, wilderSize } from './wilder-average.ts'

/**
 * Keltner channel: the exponential average of the typical price, and `width` average true ranges to
 * either side, in price. As TA-Lib's KC, whose ranges start late, so that both averages are seeded on
 * the same candle. Stock.Indicators averages the close instead and starts the ranges at once.
 * `atrPeriod` is the shorter.
 */
export function keltner(averagePeriod: number, width: number, atrPeriod: number): Indicator {
  return {
    names: ['keltner_upper', 'keltner_middle', 'keltner_lower'],
    warmUp: averagePeriod,
    size: exponentialSize + wilderSize,
    update(state, from, _, { count, trueRange, typicals }, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      out[at + 2] = Number.NaN
      const middle = advanceExponential(state, from, averagePeriod, valueAgo(typicals, 0))
      // The first candle that the ranges take only lends its close.
      if (count <= averagePeriod - atrPeriod) return
      const range = advanceWilder(state, from + exponentialSize, atrPeriod, trueRange)
      if (Number.isNaN(range)) return
      out[at] = middle + width * range
      out[at + 1] = middle
      out[at + 2] = middle - width * range
    },
  }
}
