import type { FeatureName, Indicator } from './indicator.ts'
import { moneyFlowVolume } from './money-flow-volume.ts'

export interface ChaikinOscillatorState {
  /** Candles seen, up to the slow period. */
  count: number
  line: number
  fast: number
  slow: number
}

/**
 * Chaikin oscillator: the fast exponential average of the accumulation/distribution line minus the slow
 * one, in volume. As TA-Lib's ADOSC, whose averages start at the line's first value; those of
 * Stock.Indicators start at a simple mean, which is forgotten after some hundred candles.
 * `fastPeriod` is the shorter.
 */
export function chaikinOscillator(
  name: FeatureName,
  fastPeriod: number,
  slowPeriod: number,
): Indicator<ChaikinOscillatorState> {
  const fastWeight = 2 / (fastPeriod + 1)
  const slowWeight = 2 / (slowPeriod + 1)
  return {
    names: [name],
    warmUp: slowPeriod,
    create: () => ({ count: 0, line: 0, fast: 0, slow: 0 }),
    update(state, candle, out, at) {
      state.line += moneyFlowVolume(candle)
      if (state.count === 0) {
        state.fast = state.line
        state.slow = state.line
      } else {
        state.fast += fastWeight * (state.line - state.fast)
        state.slow += slowWeight * (state.line - state.slow)
      }
      if (state.count < slowPeriod) state.count += 1
      out[at] = state.count < slowPeriod ? Number.NaN : state.fast - state.slow
    },
  }
}
