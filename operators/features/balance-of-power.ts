import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'

/**
 * Balance of power (Livshin): the candle's body over its range, −1 to 1, the simple mean of `period`.
 * A candle without range counts as 0, as in TA-Lib's BOP, which does not smooth (`period` 1).
 * Stock.Indicators has no value there.
 */
export function balanceOfPower(name: FeatureName, period: number): Indicator<RollingWindow> {
  return {
    names: [name],
    warmUp: period,
    create: () => createWindow(period),
    update(window, { open, high, low, close }, out, at) {
      const range = high - low
      const full = push(window, range > 0 ? (close - open) / range : 0)
      out[at] = full ? sumOf(window) / period : Number.NaN
    },
  }
}
