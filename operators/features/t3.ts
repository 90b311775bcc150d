import { advanceExponential, exponentialSize } from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'

/**
 * T3 of closes, in price (Tillson, 1998): six exponential averages, each of the one before, of which the
 * last four are weighed by `volumeFactor`, 0 for none of their overshoot, 1 for all. Each is seeded with
 * the mean of its own first `period` inputs, as TA-Lib has it; Stock.Indicators seeds all with the first
 * close, and the two meet as the seeds fade.
 */
export function t3(name: FeatureName, period: number, volumeFactor: number): Indicator {
  const square = volumeFactor * volumeFactor
  const cube = square * volumeFactor
  const ofSixth = -cube
  const ofFifth = 3 * (square + cube)
  const ofFourth = -6 * square - 3 * (volumeFactor + cube)
  const ofThird = 1 + 3 * volumeFactor + cube + 3 * square
  return {
    names: [name],
    warmUp: 6 * period - 5,
    size: 6 * exponentialSize,
    update(state, from, candle, _, out, at) {
      out[at] = Number.NaN
      const first = advanceExponential(state, from, period, candle.close)
      if (Number.isNaN(first)) return
      const second = advanceExponential(state, from + exponentialSize, period, first)
      if (Number.isNaN(second)) return
      const third = advanceExponential(state, from + 2 * exponentialSize, period, second)
      if (Number.isNaN(third)) return
      const fourth = advanceExponential(state, from + 3 * exponentialSize, period, third)
      if (Number.isNaN(fourth)) return
      const fifth = advanceExponential(state, from + 4 * exponentialSize, period, fourth)
      if (Number.isNaN(fifth)) return
      const sixth = advanceExponential(state, from + 5 * exponentialSize, period, fifth)
      out[at] = ofSixth * sixth + ofFifth * fifth + ofFourth * fourth + ofThird * third
    },
  }
}
