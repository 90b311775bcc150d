import type { FeatureName, Indicator } from './indicator.ts'
import { trueRange } from './true-range.ts'

export interface TrueRangeState {
  started: boolean
  previousClose: number
}

/** The true range of each candle as a feature, in price. TA-Lib: TRANGE; the first candle has none. */
export function trueRangeIndicator(name: FeatureName): Indicator<TrueRangeState> {
  return {
    names: [name],
    warmUp: 2,
    create: () => ({ started: false, previousClose: 0 }),
    update(state, candle, out, at) {
      out[at] = state.started ? trueRange(candle, state.previousClose) : Number.NaN
      state.started = true
      state.previousClose = candle.close
    },
  }
}
