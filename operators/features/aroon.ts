import type { Indicator } from './indicator.ts'
import { extremeAge, extremeSize, highest, lowest } from './window-extreme.ts'

/**
 * Aroon (Chande, 1995): how new the highest high and the lowest low of this candle and the `period` before
 * it are, 100 where it is this one, 0 where it is the oldest; and the difference of the two, −100 to 100.
 * Among equals the newest counts, as in TA-Lib; in Stock.Indicators the oldest.
 */
export function aroon(period: number): Indicator {
  return {
    names: ['aroon_up_25', 'aroon_down_25', 'aroon_oscillator_25'],
    warmUp: period + 1,
    size: 2 * extremeSize,
    update(state, from, _, { count, highs, lows }, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      out[at + 2] = Number.NaN
      highest(state, from, highs.values, highs.end, count, period + 1)
      lowest(state, from + extremeSize, lows.values, lows.end, count, period + 1)
      if (count <= period) return
      const up = (100 * (period - extremeAge(state, from, period + 1))) / period
      const down = (100 * (period - extremeAge(state, from + extremeSize, period + 1))) / period
      out[at] = up
      out[at + 1] = down
      out[at + 2] = up - down
    },
  }
}
