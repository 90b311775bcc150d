import type { Candle } from '../../schemas/contracts.generated.ts'
import type { CandleHistory } from './candle-history.ts'

/** Wilder's running sums of upward and downward movement and of the range; each of the three indicators keeps its own. */
export const movementSize = 3

/**
 * The sums start plain over period − 1 movements and decay by 1/period from the next, as Wilder's and
 * TA-Lib's do: the first decay is the first value. Says whether there is one.
 */
export function advanceDirectionalMovement(
  state: Float64Array,
  from: number,
  period: number,
  candle: Candle,
  history: CandleHistory,
): boolean {
  if (history.count === 1) return false
  const up = candle.high - history.previousHigh
  const down = history.previousLow - candle.low
  let plus = state[from] as number
  let minus = state[from + 1] as number
  let range = state[from + 2] as number
  const ready = history.count > period
  if (ready) {
    plus -= plus / period
    minus -= minus / period
    range -= range / period
  }
  if (down > 0 && up < down) minus += down
  else if (up > 0 && up > down) plus += up
  range += history.trueRange
  state[from] = plus
  state[from + 1] = minus
  state[from + 2] = range
  return ready
}
