import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'

/** Volume against the mean of the `period` candles before it; null where those did not trade. */
export function relativeVolume(name: FeatureName, period: number): Indicator<RollingWindow> {
  return {
    names: [name],
    warmUp: period + 1,
    create: () => createWindow(period),
    update(window, candle, out, at) {
      const full = window.count === period
      const before = full ? sumOf(window) / period : 0
      push(window, candle.volume)
      out[at] = before === 0 ? Number.NaN : candle.volume / before
    },
  }
}
