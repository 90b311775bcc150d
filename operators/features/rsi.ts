import type { FeatureName, Indicator } from './indicator.ts'
import { advanceWilder, createWilderAverage, type WilderAverage } from './wilder-average.ts'

export interface RsiState {
  started: boolean
  previousClose: number
  readonly gain: WilderAverage
  readonly loss: WilderAverage
}

/** Relative strength index; 0 where the close never moved, as TA-Lib has it. */
export function rsi(name: FeatureName, period: number): Indicator<RsiState> {
  return {
    names: [name],
    warmUp: period + 1,
    create: () => ({
      started: false,
      previousClose: 0,
      gain: createWilderAverage(),
      loss: createWilderAverage(),
    }),
    update(state, candle, out, at) {
      const change = candle.close - state.previousClose
      state.previousClose = candle.close
      out[at] = Number.NaN
      if (!state.started) {
        state.started = true
        return
      }
      advanceWilder(state.loss, period, change < 0 ? -change : 0)
      if (!advanceWilder(state.gain, period, Math.max(change, 0))) return
      const both = state.gain.value + state.loss.value
      out[at] = both === 0 ? 0 : 100 * (state.gain.value / both)
    },
  }
}
