import { advanceMoves, createMoves, type Moves, relativeStrength } from './gain-loss.ts'
import type { FeatureName, Indicator } from './indicator.ts'

export interface RsiState extends Moves {
  started: boolean
  previousClose: number
}

/** Relative strength index; 0 where the close never moved, as TA-Lib has it. */
export function rsi(name: FeatureName, period: number): Indicator<RsiState> {
  return {
    names: [name],
    warmUp: period + 1,
    create: () => ({ started: false, previousClose: 0, ...createMoves() }),
    update(state, candle, out, at) {
      const change = candle.close - state.previousClose
      state.previousClose = candle.close
      out[at] = Number.NaN
      if (!state.started) {
        state.started = true
        return
      }
      if (advanceMoves(state, period, change)) out[at] = relativeStrength(state)
    },
  }
}
