import type { FeatureName, Indicator } from './indicator.ts'
import { push, windowSize } from './rolling-window.ts'
import { sumOfNewest } from './window-sum.ts'

/**
 * Balance of power (Livshin): the candle's body over its range, −1 to 1, the simple mean of `period`.
 * A candle without range counts as 0, as in TA-Lib's BOP, which does not smooth (`period` 1).
 * Stock.Indicators has no value there.
 */
export function balanceOfPower(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period,
    size: windowSize(period),
    update(state, from, { open, high, low, close }, _, out, at) {
      const range = high - low
      const end = push(state, from, period, range > 0 ? (close - open) / range : 0)
      out[at] = end !== 0 ? sumOfNewest(state, end, period) / period : Number.NaN
    },
  }
}
