import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, oldest, push, type RollingWindow } from './rolling-window.ts'

/** Rate of change of the close against `period` candles before, per cent. */
export function roc(name: FeatureName, period: number): Indicator<RollingWindow> {
  return {
    names: [name],
    warmUp: period + 1,
    create: () => createWindow(period),
    update(window, candle, out, at) {
      const full = window.count === period
      const before = oldest(window)
      out[at] = !full ? Number.NaN : before === 0 ? 0 : (candle.close / before - 1) * 100
      push(window, candle.close)
    },
  }
}
