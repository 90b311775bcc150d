import { type AtrState, advanceAtr, createAtr } from './atr.ts'
import type { Indicator } from './indicator.ts'
import { createExtreme, highest, lowest, type RollingExtreme } from './rolling-extreme.ts'

export interface ChandelierExitState {
  readonly range: AtrState
  readonly highs: RollingExtreme
  readonly lows: RollingExtreme
}

/**
 * Chandelier exit (Le Beau): `width` average true ranges below the highest high of `period` candles for a
 * long position, above the lowest low for a short one, in price. As Stock.Indicators; it does not
 * remember which side it was on.
 */
export function chandelierExit(period: number, width: number): Indicator<ChandelierExitState> {
  return {
    names: ['chandelier_long', 'chandelier_short'],
    warmUp: period + 1,
    create: () => ({
      range: createAtr(),
      highs: createExtreme(period),
      lows: createExtreme(period),
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      const high = highest(state.highs, candle.high)
      const low = lowest(state.lows, candle.low)
      const range = advanceAtr(state.range, period, candle)
      if (range === null) return
      out[at] = high - width * range
      out[at + 1] = low + width * range
    },
  }
}
