import { exactLog } from '../../engine/core/exact-math.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { createExtreme, highest, lowest, type RollingExtreme } from './rolling-extreme.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'

export interface ChoppinessState {
  started: boolean
  previousClose: number
  readonly ranges: RollingWindow
  readonly highs: RollingExtreme
  readonly lows: RollingExtreme
}

/**
 * Choppiness index (Dreiss), 0 to 100: the logarithm, to the base `period`, of the sum of the true ranges
 * over the range they cover together; 0 is one straight move. Null where the price never moved, as in
 * Stock.Indicators' Chop; TA-Lib has none. `period` is at least 2.
 */
export function choppiness(name: FeatureName, period: number): Indicator<ChoppinessState> {
  const scale = 100 / exactLog(period)
  return {
    names: [name],
    warmUp: period + 1,
    create: () => ({
      started: false,
      previousClose: 0,
      ranges: createWindow(period),
      highs: createExtreme(period),
      lows: createExtreme(period),
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      const high = Math.max(candle.high, state.previousClose)
      const low = Math.min(candle.low, state.previousClose)
      state.previousClose = candle.close
      if (!state.started) {
        state.started = true
        return
      }
      const full = push(state.ranges, high - low)
      const covered = highest(state.highs, high) - lowest(state.lows, low)
      if (!full || covered === 0) return
      const ranges = sumOf(state.ranges)
      // The ranges touch each other, so their sum is never less, but by rounding.
      out[at] = ranges > covered ? scale * exactLog(ranges / covered) : 0
    },
  }
}
