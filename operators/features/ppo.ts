import { advanceExponential, exponentialSize } from './exponential-average.ts'
import type { FeatureName, Indicator } from './indicator.ts'

/**
 * Percentage price oscillator: how far the fast exponential average of the close is above the slow one,
 * in per cent of the slow. TA-Lib: PPO of EMAs, where each average is seeded on its own first closes,
 * unlike in its MACD. `fastPeriod` is the shorter.
 */
export function ppo(name: FeatureName, fastPeriod: number, slowPeriod: number): Indicator {
  return {
    names: [name],
    warmUp: slowPeriod,
    size: 2 * exponentialSize,
    update(state, from, { close }, _, out, at) {
      const fast = advanceExponential(state, from, fastPeriod, close)
      const slow = advanceExponential(state, from + exponentialSize, slowPeriod, close)
      out[at] = slow === 0 ? 0 : (100 * (fast - slow)) / slow
    },
  }
}
