import {
  advanceExponential,
  createExponentialAverage,
  type ExponentialAverage,
} from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'

export interface PpoState {
  readonly fast: ExponentialAverage
  readonly slow: ExponentialAverage
}

/**
 * Percentage price oscillator: how far the fast exponential average of the close is above the slow one,
 * in per cent of the slow. TA-Lib: PPO of EMAs, where each average is seeded on its own first closes,
 * unlike in its MACD. `fastPeriod` is the shorter.
 */
export function ppo(
  name: FeatureName,
  fastPeriod: number,
  slowPeriod: number,
): Indicator<PpoState> {
  return {
    names: [name],
    warmUp: slowPeriod,
    create: () => ({ fast: createExponentialAverage(), slow: createExponentialAverage() }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      advanceExponential(state.fast, fastPeriod, candle.close)
      if (!advanceExponential(state.slow, slowPeriod, candle.close)) return
      const slow = state.slow.value
      out[at] = slow === 0 ? 0 : (100 * (state.fast.value - slow)) / slow
    },
  }
}
