import type { Indicator } from './indicator.ts'
import { logRatio } from './log-ratio.ts'
import { medianPrice } from './median-price.ts'
import { createExtreme, highest, lowest, type RollingExtreme } from './rolling-extreme.ts'

export interface FisherTransformState {
  readonly highs: RollingExtreme
  readonly lows: RollingExtreme
  /** Candles seen, up to period. */
  count: number
  /** The smoothed place of the price in its range, −1 to 1. */
  place: number
  fisher: number
}

/**
 * Fisher transform (Ehlers) of the median price: its place in the range of `period` candles, smoothed and
 * drawn out by ½ ln((1 + x) / (1 − x)), without a unit; the trigger is the value of the candle before. A
 * window without range has place 0. As Stock.Indicators: the smoothing runs from the first candle over
 * the candles there are; we give values once `period` candles stood before, both lines together.
 */
export function fisherTransform(period: number): Indicator<FisherTransformState> {
  return {
    names: ['fisher_10', 'fisher_trigger_10'],
    warmUp: period + 1,
    create: () => ({
      highs: createExtreme(period),
      lows: createExtreme(period),
      count: 0,
      place: 0,
      fisher: 0,
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      const price = medianPrice(candle)
      const high = highest(state.highs, price)
      const low = lowest(state.lows, price)
      const range = high - low
      const place = range > 0 ? 0.33 * 2 * ((price - low) / range - 0.5) + 0.67 * state.place : 0
      // At 1 the logarithm has no end; the jump from 0.99 to 0.999 is Ehlers' own.
      state.place = place > 0.99 ? 0.999 : place < -0.99 ? -0.999 : place
      const before = state.fisher
      state.fisher = 0.5 * logRatio(1 + state.place, 1 - state.place) + 0.5 * before
      if (state.count < period) {
        state.count += 1
        return
      }
      out[at] = state.fisher
      out[at + 1] = before
    },
  }
}
