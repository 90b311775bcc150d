import type { FeatureName, Indicator } from './indicator.ts'
import { populationDeviation } from './population-deviation.ts'
import { createWindow, push, type RollingWindow } from './rolling-window.ts'

/** Population standard deviation of the close. */
export function stddev(name: FeatureName, period: number): Indicator<RollingWindow> {
  return {
    names: [name],
    warmUp: period,
    create: () => createWindow(period),
    update(window, candle, out, at) {
      const full = push(window, candle.close)
      out[at] = full ? populationDeviation(window, candle.close) : Number.NaN
    },
  }
}
