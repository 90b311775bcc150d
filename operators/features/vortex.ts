import type { Indicator } from './indicator.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'
import { trueRange } from './true-range.ts'

export interface VortexState {
  started: boolean
  previousHigh: number
  previousLow: number
  previousClose: number
  readonly plus: RollingWindow
  readonly minus: RollingWindow
  readonly ranges: RollingWindow
}

/**
 * Vortex indicator (Botes and Siepman, 2010): how far the highs lie from the lows before them (plus), and
 * the lows from the highs before (minus), each as a ratio to the true ranges of the same `period` candles.
 * 0 where the price never moved, as TA-Lib's VORTEX has it; Stock.Indicators has null there.
 */
export function vortex(period: number): Indicator<VortexState> {
  return {
    names: ['vortex_plus_14', 'vortex_minus_14'],
    warmUp: period + 1,
    create: () => ({
      started: false,
      previousHigh: 0,
      previousLow: 0,
      previousClose: 0,
      plus: createWindow(period),
      minus: createWindow(period),
      ranges: createWindow(period),
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      const plus = Math.abs(candle.high - state.previousLow)
      const minus = Math.abs(candle.low - state.previousHigh)
      const range = trueRange(candle, state.previousClose)
      state.previousHigh = candle.high
      state.previousLow = candle.low
      state.previousClose = candle.close
      if (!state.started) {
        state.started = true
        return
      }
      push(state.plus, plus)
      push(state.minus, minus)
      if (!push(state.ranges, range)) return
      const ranges = sumOf(state.ranges)
      out[at] = ranges === 0 ? 0 : sumOf(state.plus) / ranges
      out[at + 1] = ranges === 0 ? 0 : sumOf(state.minus) / ranges
    },
  }
}
