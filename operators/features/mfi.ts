import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'
import { typicalPrice } from './typical-price.ts'

export interface MfiState {
  started: boolean
  previousPrice: number
  readonly rising: RollingWindow
  readonly falling: RollingWindow
}

/**
 * Money flow index; 0 where no money flowed. TA-Lib also answers 0 for a flow below 1.0, whatever the
 * unit; that would silence coins of small price, so here only an exact zero counts as none.
 */
export function mfi(name: FeatureName, period: number): Indicator<MfiState> {
  return {
    names: [name],
    warmUp: period + 1,
    create: () => ({
      started: false,
      previousPrice: 0,
      rising: createWindow(period),
      falling: createWindow(period),
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      const price = typicalPrice(candle)
      const change = price - state.previousPrice
      state.previousPrice = price
      if (!state.started) {
        state.started = true
        return
      }
      const flow = price * candle.volume
      push(state.falling, change < 0 ? flow : 0)
      if (!push(state.rising, change > 0 ? flow : 0)) return
      const rising = sumOf(state.rising)
      const both = rising + sumOf(state.falling)
      out[at] = both === 0 ? 0 : 100 * (rising / both)
    },
  }
}
