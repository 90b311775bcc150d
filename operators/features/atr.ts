import type { CandleHistory } from './candle-history.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { advanceWilder, wilderSize } from './wilder-average.ts'

export const atrSize = wilderSize

/** The average true range; NaN until there is one. The first candle has no true range. */
export function advanceAtr(
  state: Float64Array,
  from: number,
  period: number,
  { count, trueRange }: CandleHistory,
): number {
  return count === 1 ? Number.NaN : advanceWilder(state, from, period, trueRange)
}

/** Average true range, in price. */
export function atr(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period + 1,
    size: atrSize,
    update(state, from, _, history, out, at) {
      out[at] = advanceAtr(state, from, period, history)
    },
  }
}
