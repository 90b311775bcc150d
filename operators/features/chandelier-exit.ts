import { advanceAtr, atrSize } from './atr.ts'
import type { Indicator } from './indicator.ts'
import { extremeSize, highest, lowest } from './window-extreme.ts'

/**
 * Chandelier exit (Le Beau): `width` average true ranges below the highest high of `period` candles for a
 * long position, above the lowest low for a short one, in price. As Stock.Indicators; it does not
 * remember which side it was on.
 */
export function chandelierExit(period: number, width: number): Indicator {
  return {
    names: ['chandelier_long', 'chandelier_short'],
    warmUp: period + 1,
    size: atrSize + 2 * extremeSize,
    update(state, from, _, history, out, at) {
      const highAt = from + atrSize
      const lowAt = highAt + extremeSize
      const { count, highs, lows } = history
      const high = highest(state, highAt, highs.values, highs.end, count, period)
      const low = lowest(state, lowAt, lows.values, lows.end, count, period)
      const range = advanceAtr(state, from, period, history)
      out[at] = high - width * range
      out[at + 1] = low + width * range
    },
  }
}
