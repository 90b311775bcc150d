import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'

/**
 * Detrended price oscillator, in price: the close of half a period and one candle ago, minus the mean of
 * the `period` closes that end now. TA-Lib's DPO; Stock.Indicators writes the same number to the candle
 * of that old close, which did not know it yet. `period` is at least 4.
 */
export function dpo(name: FeatureName, period: number): Indicator<RollingWindow> {
  const age = Math.floor(period / 2) + 1
  return {
    names: [name],
    warmUp: period,
    create: () => createWindow(period),
    update(window, candle, out, at) {
      out[at] = Number.NaN
      if (!push(window, candle.close)) return
      // The newest is one place before the next to be written.
      const place = window.next - 1 - age
      const old = window.values[place < 0 ? place + period : place] ?? 0
      out[at] = old - sumOf(window) / period
    },
  }
}
