import type { FeatureName, Indicator } from './indicator.ts'
import { valueAgo } from './recent-values.ts'
import { push, windowSize } from './rolling-window.ts'
import { sumOfNewest } from './window-sum.ts'

/**
 * Money flow index; 0 where no money flowed. TA-Lib also answers 0 for a flow below 1.0, whatever the
 * unit; that would silence coins of small price, so here only an exact zero counts as none.
 */
export function mfi(name: FeatureName, period: number): Indicator {
  const size = windowSize(period)
  return {
    names: [name],
    warmUp: period + 1,
    size: 2 * size,
    update(state, from, { volume }, { count, typicals }, out, at) {
      out[at] = Number.NaN
      if (count === 1) return
      const price = valueAgo(typicals, 0)
      const change = price - valueAgo(typicals, 1)
      const flow = price * volume
      const fallingEnd = push(state, from + size, period, change < 0 ? flow : 0)
      const risingEnd = push(state, from, period, change > 0 ? flow : 0)
      if (risingEnd === 0) return
      const rising = sumOfNewest(state, risingEnd, period)
      const both = rising + sumOfNewest(state, fallingEnd, period)
      out[at] = both === 0 ? 0 : 100 * (rising / both)
    },
  }
}
