import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, push, type RollingWindow } from './rolling-window.ts'
import { typicalPrice } from './typical-price.ts'

/**
 * Commodity channel index of the typical price. The mean deviation has no running form, so the window
 * is walked. Prices are taken relative to the newest one: a flat window then gives exactly 0 instead
 * of the sign of a rounding error.
 */
export function cci(name: FeatureName, period: number): Indicator<RollingWindow> {
  return {
    names: [name],
    warmUp: period,
    create: () => createWindow(period),
    update(window, candle, out, at) {
      out[at] = Number.NaN
      const newest = typicalPrice(candle)
      if (!push(window, newest)) return
      const { values } = window
      let sum = 0
      for (let i = 0; i < period; i += 1) sum += (values[i] ?? newest) - newest
      const mean = sum / period
      let deviation = 0
      for (let i = 0; i < period; i += 1) {
        deviation += Math.abs((values[i] ?? newest) - newest - mean)
      }
      out[at] = mean === 0 || deviation === 0 ? 0 : -mean / (0.015 * (deviation / period))
    },
  }
}
