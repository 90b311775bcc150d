import { type AtrState, advanceAtr, createAtr } from './atr.ts'
import {
  advanceExponential,
  createExponentialAverage,
  type ExponentialAverage,
} from './exponential-average.ts'
import type { Indicator } from './indicator.ts'
import { typicalPrice } from './typical-price.ts'

export interface KeltnerState {
  skipped: number
  readonly middle: ExponentialAverage
  readonly range: AtrState
}

/**
 * Keltner channel: the exponential average of the typical price, and `width` average true ranges to
 * either side, in price. As TA-Lib's KC, whose ranges start late, so that both averages are seeded on
 * the same candle. Stock.Indicators averages the close instead and starts the ranges at once.
 * `atrPeriod` is the shorter.
 */
export function keltner(
  averagePeriod: number,
  width: number,
  atrPeriod: number,
): Indicator<KeltnerState> {
  return {
    names: ['keltner_upper', 'keltner_middle', 'keltner_lower'],
    warmUp: averagePeriod,
    create: () => ({ skipped: 0, middle: createExponentialAverage(), range: createAtr() }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      out[at + 2] = Number.NaN
      advanceExponential(state.middle, averagePeriod, typicalPrice(candle))
      // The first candle that the ranges take only lends its close.
      if (state.skipped < averagePeriod - atrPeriod - 1) {
        state.skipped += 1
        return
      }
      const range = advanceAtr(state.range, atrPeriod, candle)
      if (range === null) return
      const middle = state.middle.value
      out[at] = middle + width * range
      out[at + 1] = middle
      out[at + 2] = middle - width * range
    },
  }
}
