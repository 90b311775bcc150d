import {
  advanceExponential,
  createExponentialAverage,
  type ExponentialAverage,
} from './exponential-average.ts'
import type { Indicator } from './indicator.ts'

export interface PvoState {
  readonly fast: ExponentialAverage
  readonly slow: ExponentialAverage
  readonly signal: ExponentialAverage
}

/**
 * Percentage volume oscillator: how far the fast exponential average of the volume is above the slow one,
 * in per cent of the slow; 0 where nothing was ever traded. All three lines begin where the signal does.
 * TA-Lib's PVO has no signal; Stock.Indicators agrees on all. `fastPeriod` is the shorter.
 */
export function pvo(
  fastPeriod: number,
  slowPeriod: number,
  signalPeriod: number,
): Indicator<PvoState> {
  return {
    names: ['pvo', 'pvo_signal', 'pvo_histogram'],
    warmUp: slowPeriod + signalPeriod - 1,
    create: () => ({
      fast: createExponentialAverage(),
      slow: createExponentialAverage(),
      signal: createExponentialAverage(),
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      out[at + 2] = Number.NaN
      advanceExponential(state.fast, fastPeriod, candle.volume)
      if (!advanceExponential(state.slow, slowPeriod, candle.volume)) return
      const slow = state.slow.value
      const line = slow === 0 ? 0 : (100 * (state.fast.value - slow)) / slow
      if (!advanceExponential(state.signal, signalPeriod, line)) return
      out[at] = line
      out[at + 1] = state.signal.value
      out[at + 2] = line - state.signal.value
    },
  }
}
