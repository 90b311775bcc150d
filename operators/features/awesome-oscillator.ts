import type { FeatureName, Indicator } from './indicator.ts'
import { medianPrice } from './median-price.ts'
import { sumOfNewest } from './newest-sum.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'

/**
 * Awesome oscillator (Bill Williams): the simple mean of the newest `fastPeriod` median prices minus
 * that of `slowPeriod`, in price. TA-Lib: AO. `fastPeriod` is the shorter.
 */
export function awesomeOscillator(
  name: FeatureName,
  fastPeriod: number,
  slowPeriod: number,
): Indicator<RollingWindow> {
  return {
    names: [name],
    warmUp: slowPeriod,
    create: () => createWindow(slowPeriod),
    update(window, candle, out, at) {
      const full = push(window, medianPrice(candle))
      out[at] = full
        ? sumOfNewest(window, fastPeriod) / fastPeriod - sumOf(window) / slowPeriod
        : Number.NaN
    },
  }
}
