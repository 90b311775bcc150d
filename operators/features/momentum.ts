import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, oldest, push, type RollingWindow } from './rolling-window.ts'

/** Momentum: the close minus that of `period` candles before, in price. TA-Lib: MOM. */
export function momentum(name: FeatureName, period: number): Indicator<RollingWindow> {
  return {
    names: [name],
    warmUp: period + 1,
    create: () => createWindow(period),
    update(window, candle, out, at) {
      const full = window.count === period
      const before = oldest(window)
      out[at] = full ? candle.close - before : Number.NaN
      push(window, candle.close)
    },
  }
}
