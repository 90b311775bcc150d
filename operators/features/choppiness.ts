import { exactLog } from '../../engine/core/exact-math.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { push, windowSize } from './rolling-window.ts'
import { extremeSize, highest, lowest } from './window-extreme.ts'
import { sumOfNewest } from './window-sum.ts'

/**
 * Choppiness index (Dreiss), 0 to 100: the logarithm, to the base `period`, of the sum of the true ranges
 * over the range they cover together; 0 is one straight move. Null where the price never moved, as in
 * Stock.Indicators' Chop; TA-Lib has none. `period` is at least 2.
 */
export function choppiness(name: FeatureName, period: number): Indicator {
  const partSize = extremeSize + windowSize(period)
  const scale = 100 / exactLog(period)
  return {
    names: [name],
    warmUp: period + 1,
    size: 2 * partSize,
    update(state, from, candle, { count, previousClose, trueRanges }, out, at) {
      out[at] = Number.NaN
      if (count === 1) return
      const lows = from + partSize
      const highEnd = push(state, from + extremeSize, period, Math.max(candle.high, previousClose))
      const lowEnd = push(state, lows + extremeSize, period, Math.min(candle.low, previousClose))
      if (highEnd === 0) return
      const high = highest(state, from, state, highEnd, period, period)
      const covered = high - lowest(state, lows, state, lowEnd, period, period)
      if (covered === 0) return
      const ranges = sumOfNewest(trueRanges.values, trueRanges.end, period)
      // The ranges touch each other, so their sum is never less, but by rounding.
      out[at] = ranges > covered ? scale * exactLog(ranges / covered) : 0
    },
  }
}
