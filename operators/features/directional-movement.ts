import type { Candle } from '../../schemas/contracts.generated.ts'
import { trueRange } from './true-range.ts'

/** Wilder's running sums; each of the three directional indicators keeps its own. */
export interface DirectionalMovement {
  /** Candles seen, up to period + 1. */
  count: number
  previousHigh: number
  previousLow: number
  previousClose: number
  plus: number
  minus: number
  range: number
}

export function createDirectionalMovement(): DirectionalMovement {
  return {
    count: 0,
    previousHigh: 0,
    previousLow: 0,
    previousClose: 0,
    plus: 0,
    minus: 0,
    range: 0,
  }
}

/**
 * The sums start plain over period − 1 movements and decay by 1/period from the next, as Wilder's and
 * TA-Lib's do: the first decay is the first value. Says whether there is one.
 */
export function advanceDirectionalMovement(
  state: DirectionalMovement,
  period: number,
  candle: Candle,
): boolean {
  const up = candle.high - state.previousHigh
  const down = state.previousLow - candle.low
  const range = trueRange(candle, state.previousClose)
  state.previousHigh = candle.high
  state.previousLow = candle.low
  state.previousClose = candle.close
  if (state.count <= period) state.count += 1
  if (state.count === 1) return false
  const ready = state.count > period
  if (ready) {
    state.plus -= state.plus / period
    state.minus -= state.minus / period
    state.range -= state.range / period
  }
  if (down > 0 && up < down) state.minus += down
  else if (up > 0 && up > down) state.plus += up
  state.range += range
  return ready
}
