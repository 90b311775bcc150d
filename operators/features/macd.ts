import {
  advanceExponential,
  createExponentialAverage,
  type ExponentialAverage,
} from './exponential-average.ts'
import type { Indicator } from './indicator.ts'

export interface MacdState {
  skipped: number
  readonly fast: ExponentialAverage
  readonly slow: ExponentialAverage
  readonly signal: ExponentialAverage
}

/**
 * Moving average convergence divergence. The fast average starts late, so that it is seeded on the same
 * candle as the slow one, and all three lines begin where the signal has its first value.
 * `fastPeriod` is the shorter.
 */
export function macd(
  fastPeriod: number,
  slowPeriod: number,
  signalPeriod: number,
): Indicator<MacdState> {
  return {
    names: ['macd', 'macd_signal', 'macd_histogram'],
    warmUp: slowPeriod + signalPeriod - 1,
    create: () => ({
      skipped: 0,
      fast: createExponentialAverage(),
      slow: createExponentialAverage(),
      signal: createExponentialAverage(),
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      out[at + 2] = Number.NaN
      if (state.skipped < slowPeriod - fastPeriod) state.skipped += 1
      else advanceExponential(state.fast, fastPeriod, candle.close)
      if (!advanceExponential(state.slow, slowPeriod, candle.close)) return
      const line = state.fast.value - state.slow.value
      if (!advanceExponential(state.signal, signalPeriod, line)) return
      out[at] = line
      out[at + 1] = state.signal.value
      out[at + 2] = line - state.signal.value
    },
  }
}
