import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'

export interface CmoState {
  started: boolean
  previousClose: number
  readonly rises: RollingWindow
  readonly falls: RollingWindow
}

/**
 * Chande momentum oscillator: the rises of the close less its falls, over both, −100 to 100; 0 where the
 * close never moved. Plain sums, as Chande, Stock.Indicators and TA-Lib's CMOU have it: TA-Lib's CMO
 * smooths them like an RSI and so is 2 · RSI − 100, which says nothing that the RSI does not.
 */
export function cmo(name: FeatureName, period: number): Indicator<CmoState> {
  return {
    names: [name],
    warmUp: period + 1,
    create: () => ({
      started: false,
      previousClose: 0,
      rises: createWindow(period),
      falls: createWindow(period),
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      const change = candle.close - state.previousClose
      state.previousClose = candle.close
      if (!state.started) {
        state.started = true
        return
      }
      push(state.falls, change < 0 ? -change : 0)
      if (!push(state.rises, Math.max(change, 0))) return
      const rises = sumOf(state.rises)
      const falls = sumOf(state.falls)
      const both = rises + falls
      out[at] = both === 0 ? 0 : 100 * ((rises - falls) / both)
    },
  }
}
