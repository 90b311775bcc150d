import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, push, type RollingWindow } from './rolling-window.ts'

/**
 * Slope of the least-squares line through the newest `period` closes, price per candle; exactly 0 on a
 * flat price. TA-Lib's LINEARREG_SLOPE; Stock.Indicators' Slope agrees. `period` is at least 2.
 */
export function linregSlope(name: FeatureName, period: number): Indicator<RollingWindow> {
  // Of the places 0 … period − 1 around their mean.
  const squares = (period * (period * period - 1)) / 12
  return {
    names: [name],
    warmUp: period,
    create: () => createWindow(period),
    update(window, candle, out, at) {
      out[at] = Number.NaN
      if (push(window, candle.close)) out[at] = covariation(window) / squares
    },
  }
}

/**
 * The closes times their distance from the middle of the window. Those at the same distance are taken
 * together, so that it is their difference that counts and nothing is left of a common level.
 */
function covariation({ values, next }: RollingWindow): number {
  const length = values.length
  let older = next
  let newer = next === 0 ? length - 1 : next - 1
  let sum = 0
  for (let distance = (length - 1) / 2; distance > 0; distance--) {
    sum += ((values[newer] ?? 0) - (values[older] ?? 0)) * distance
    older = older + 1 === length ? 0 : older + 1
    newer = newer === 0 ? length - 1 : newer - 1
  }
  return sum
}
