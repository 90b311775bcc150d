import type { FeatureName, Indicator } from './indicator.ts'
import { push, windowSize } from './rolling-window.ts'
import { sumOfNewest } from './window-sum.ts'

/**
 * Chande momentum oscillator: the rises of the close less its falls, over both, −100 to 100; 0 where the
 * close never moved. Plain sums, as Chande, Stock.Indicators and TA-Lib's CMOU have it: TA-Lib's CMO
 * smooths them like an RSI and so is 2 · RSI − 100, which says nothing that the RSI does not.
 */
export function cmo(name: FeatureName, period: number): Indicator {
  const size = windowSize(period)
  return {
    names: [name],
    warmUp: period + 1,
    size: 2 * size,
    update(state, from, { close }, { count, previousClose }, out, at) {
      out[at] = Number.NaN
      if (count === 1) return
      const change = close - previousClose
      const fallsEnd = push(state, from + size, period, change < 0 ? -change : 0)
      const risesEnd = push(state, from, period, Math.max(change, 0))
      if (risesEnd === 0) return
      const rises = sumOfNewest(state, risesEnd, period)
      const falls = sumOfNewest(state, fallsEnd, period)
      const both = rises + falls
      out[at] = both === 0 ? 0 : 100 * ((rises - falls) / both)
    },
  }
}
