import type { FeatureName, Indicator } from './indicator.ts'
import { push, windowSize } from './rolling-window.ts'
import { sumOfNewest } from './window-sum.ts'

/**
 * Volume-weighted moving average of closes, in price. Null where nothing traded in the whole period:
 * Stock.Indicators has null there too, TA-Lib's VWMA divides zero by zero.
 */
export function vwma(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period,
    size: windowSize(period),
    update(state, from, { close, volume }, { volumes }, out, at) {
      out[at] = Number.NaN
      const end = push(state, from, period, close * volume)
      if (end === 0) return
      const total = sumOfNewest(volumes.values, volumes.end, period)
      if (total !== 0) out[at] = sumOfNewest(state, end, period) / total
    },
  }
}
