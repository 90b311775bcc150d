import type { Indicator } from './indicator.ts'
import { createExtreme, highest, lowest, type RollingExtreme } from './rolling-extreme.ts'

export interface AroonState {
  readonly highs: RollingExtreme
  readonly lows: RollingExtreme
}

/**
 * Aroon (Chande, 1995): how new the highest high and the lowest low of this candle and the `period` before
 * it are, 100 where it is this one, 0 where it is the oldest; and the difference of the two, −100 to 100.
 * Among equals the newest counts, as in TA-Lib; in Stock.Indicators the oldest.
 */
export function aroon(period: number): Indicator<AroonState> {
  return {
    names: ['aroon_up_25', 'aroon_down_25', 'aroon_oscillator_25'],
    warmUp: period + 1,
    create: () => ({ highs: createExtreme(period + 1), lows: createExtreme(period + 1) }),
    update({ highs, lows }, candle, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      out[at + 2] = Number.NaN
      highest(highs, candle.high)
      lowest(lows, candle.low)
      if (highs.bar <= period) return
      const up = (100 * (period - age(highs))) / period
      const down = (100 * (period - age(lows))) / period
      out[at] = up
      out[at + 1] = down
      out[at + 2] = up - down
    },
  }
}

/** How many candles ago the extreme was. */
function age(queue: RollingExtreme): number {
  return queue.bar - 1 - (queue.bars[queue.head] ?? 0)
}
