import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, push, type RollingWindow } from './rolling-window.ts'
import { linearTotal, linearWeights, weightedSum } from './weighted-window.ts'

/**
 * Weighted moving average of closes, in price: the newest close weighs `period`, the oldest 1.
 * TA-Lib's WMA; Stock.Indicators agrees.
 */
export function wma(name: FeatureName, period: number): Indicator<RollingWindow> {
  const weights = linearWeights(period)
  const total = linearTotal(period)
  return {
    names: [name],
    warmUp: period,
    create: () => createWindow(period),
    update(window, candle, out, at) {
      out[at] = Number.NaN
      if (push(window, candle.close)) out[at] = weightedSum(window, weights) / total
    },
  }
}
