import type { Indicator } from './indicator.ts'
import { logRatio } from './log-ratio.ts'
import { extremeSize, highest, lowest } from './window-extreme.ts'

/**
 * Fisher transform (Ehlers) of the median price: its place in the range of `period` candles, smoothed and
 * drawn out by ½ ln((1 + x) / (1 − x)), without a unit; the trigger is the value of the candle before. A
 * window without range has place 0. As Stock.Indicators: the smoothing runs from the first candle over
 * the candles there are; we give values once `period` candles stood before, both lines together.
 */
export function fisherTransform(period: number): Indicator {
  const placeAt = 2 * extremeSize
  const fisherAt = placeAt + 1
  return {
    names: ['fisher_10', 'fisher_trigger_10'],
    warmUp: period + 1,
    size: fisherAt + 1,
    update(state, from, _, { count, medians: { values, end } }, out, at) {
      const price = values[end - 1] as number
      const high = highest(state, from, values, end, count, period)
      const low = lowest(state, from + extremeSize, values, end, count, period)
      const range = high - low
      // The smoothed place of the price in its range, −1 to 1.
      const smooth =
        range > 0
          ? 0.33 * 2 * ((price - low) / range - 0.5) + 0.67 * (state[from + placeAt] as number)
          : 0
      // At 1 the logarithm has no end; the jump from 0.99 to 0.999 is Ehlers' own.
      const place = smooth > 0.99 ? 0.999 : smooth < -0.99 ? -0.999 : smooth
      const before = state[from + fisherAt] as number
      const fisher = 0.5 * logRatio(1 + place, 1 - place) + 0.5 * before
      state[from + placeAt] = place
      state[from + fisherAt] = fisher
      out[at] = count > period ? fisher : Number.NaN
      out[at + 1] = count > period ? before : Number.NaN
    },
  }
}
