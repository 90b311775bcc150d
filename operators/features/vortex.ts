import type { Indicator } from './indicator.ts'
import { push, windowSize } from './rolling-window.ts'
import { sumOfNewest } from './window-sum.ts'

/**
 * Vortex indicator (Botes and Siepman, 2010): how far the highs lie from the lows before them (plus), and
 * the lows from the highs before (minus), each as a ratio to the true ranges of the same `period` candles.
 * 0 where the price never moved, as TA-Lib's VORTEX has it; Stock.Indicators has null there.
 */
export function vortex(period: number): Indicator {
  const size = windowSize(period)
  return {
    names: ['vortex_plus_14', 'vortex_minus_14'],
    warmUp: period + 1,
    size: 2 * size,
    update(state, from, { high, low }, history, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      if (history.count === 1) return
      const plus = push(state, from, period, Math.abs(high - history.previousLow))
      const minus = push(state, from + size, period, Math.abs(low - history.previousHigh))
      if (minus === 0) return
      const { values, end } = history.trueRanges
      const ranges = sumOfNewest(values, end, period)
      out[at] = ranges === 0 ? 0 : sumOfNewest(state, plus, period) / ranges
      out[at + 1] = ranges === 0 ? 0 : sumOfNewest(state, minus, period) / ranges
    },
  }
}
