import {
  advanceExponential,
  createExponentialAverage,
  type ExponentialAverage,
} from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'

export interface T3State {
  readonly first: ExponentialAverage
  readonly second: ExponentialAverage
  readonly third: ExponentialAverage
  readonly fourth: ExponentialAverage
  readonly fifth: ExponentialAverage
  readonly sixth: ExponentialAverage
}

/**
 * T3 of closes, in price (Tillson, 1998): six exponential averages, each of the one before, of which the
 * last four are weighed by `volumeFactor`, 0 for none of their overshoot, 1 for all. Each is seeded with
 * the mean of its own first `period` inputs, as TA-Lib has it; Stock.Indicators seeds all with the first
 * close, and the two meet as the seeds fade.
 */
export function t3(name: FeatureName, period: number, volumeFactor: number): Indicator<T3State> {
  const square = volumeFactor * volumeFactor
  const cube = square * volumeFactor
  const ofSixth = -cube
  const ofFifth = 3 * (square + cube)
  const ofFourth = -6 * square - 3 * (volumeFactor + cube)
  const ofThird = 1 + 3 * volumeFactor + cube + 3 * square
  return {
    names: [name],
    warmUp: 6 * period - 5,
    create: () => ({
      first: createExponentialAverage(),
      second: createExponentialAverage(),
      third: createExponentialAverage(),
      fourth: createExponentialAverage(),
      fifth: createExponentialAverage(),
      sixth: createExponentialAverage(),
    }),
    update({ first, second, third, fourth, fifth, sixth }, candle, out, at) {
      out[at] = Number.NaN
      if (!advanceExponential(first, period, candle.close)) return
      if (!advanceExponential(second, period, first.value)) return
      if (!advanceExponential(third, period, second.value)) return
      if (!advanceExponential(fourth, period, third.value)) return
      if (!advanceExponential(fifth, period, fourth.value)) return
      if (!advanceExponential(sixth, period, fifth.value)) return
      out[at] =
        ofSixth * sixth.value +
        ofFifth * fifth.value +
        ofFourth * fourth.value +
        ofThird * third.value
    },
  }
}
