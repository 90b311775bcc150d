import {
  advanceExponential,
  createExponentialAverage,
  type ExponentialAverage,
} from './exponential-average.ts'
import type { Indicator } from './indicator.ts'

export interface TsiState {
  started: boolean
  previousClose: number
  readonly change: ExponentialAverage
  readonly smoothChange: ExponentialAverage
  readonly move: ExponentialAverage
  readonly smoothMove: ExponentialAverage
  readonly signal: ExponentialAverage
}

/**
 * True strength index (Blau): the twice averaged change of the close over the twice averaged size of the
 * change, −100 to 100; 0 where the close never moved. Both lines begin together, where the signal, an
 * exponential average, does. TA-Lib's TSI has no signal; Stock.Indicators agrees on both lines.
 */
export function tsi(
  slowPeriod: number,
  fastPeriod: number,
  signalPeriod: number,
): Indicator<TsiState> {
  return {
    names: ['tsi', 'tsi_signal'],
    warmUp: slowPeriod + fastPeriod + signalPeriod - 1,
    create: () => ({
      started: false,
      previousClose: 0,
      change: createExponentialAverage(),
      smoothChange: createExponentialAverage(),
      move: createExponentialAverage(),
      smoothMove: createExponentialAverage(),
      signal: createExponentialAverage(),
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      out[at + 1] = Number.NaN
      const change = candle.close - state.previousClose
      state.previousClose = candle.close
      if (!state.started) {
        state.started = true
        return
      }
      advanceExponential(state.move, slowPeriod, Math.abs(change))
      if (!advanceExponential(state.change, slowPeriod, change)) return
      advanceExponential(state.smoothMove, fastPeriod, state.move.value)
      if (!advanceExponential(state.smoothChange, fastPeriod, state.change.value)) return
      const move = state.smoothMove.value
      const line = move === 0 ? 0 : 100 * (state.smoothChange.value / move)
      if (!advanceExponential(state.signal, signalPeriod, line)) return
      out[at] = line
      out[at + 1] = state.signal.value
    },
  }
}
