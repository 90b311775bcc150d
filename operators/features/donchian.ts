import type { Indicator } from './indicator.ts'
import { extremeSize, highest, lowest } from './window-extreme.ts'

/**
 * Donchian channel: the highest high and the lowest low of the newest `period` candles and what lies
 * midway, in price. As TA-Lib's DONCHIAN; Stock.Indicators leaves the newest candle out.
 */
export function donchian(period: number): Indicator {
  return {
    names: ['donchian_upper', 'donchian_middle', 'donchian_lower'],
    warmUp: period,
    size: 2 * extremeSize,
    update(state, from, _, { count, highs, lows }, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      out[at + 2] = Number.NaN
      const high = highest(state, from, highs.values, highs.end, count, period)
      const low = lowest(state, from + extremeSize, lows.values, lows.end, count, period)
      if (count < period) return
      out[at] = high
      out[at + 1] = (high + low) / 2
      out[at + 2] = low
    },
  }
}
