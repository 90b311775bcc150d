import type { Candle } from '../../schemas/contracts.generated.ts'
import type { Indicator } from './indicator.ts'

export interface ParabolicSarState {
  /** Candles seen, up to two. */
  count: number
  rising: boolean
  /** What the stop of the next candle is, unless that one turns the trend. */
  stop: number
  /** The furthest price of the trend. */
  extreme: number
  acceleration: number
  previousHigh: number
  previousLow: number
}

/**
 * Parabolic stop and reverse (Wilder, 1978), in price. The stop moves towards the extreme of the trend by
 * a share that grows by `step` with each new extreme, up to `maximum`, and never into the range of this
 * candle or the one before; a candle that touches it turns the trend. Wilder leaves the beginning open: as
 * in TA-Lib's SAR the trend falls if the second candle goes down further than up, and its stop is the
 * first candle's extreme. Stock.Indicators begins as rising and shows nothing before the first turn, does
 * not turn where the stop is only touched, and leaves the stop of a turn within the range of its candle.
 */
export function parabolicSar(step: number, maximum: number): Indicator<ParabolicSarState> {
  return {
    names: ['psar'],
    warmUp: 2,
    create: () => ({
      count: 0,
      rising: true,
      stop: 0,
      extreme: 0,
      acceleration: step,
      previousHigh: 0,
      previousLow: 0,
    }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      if (state.count === 1) begin(state, candle)
      if (state.count > 0) {
        out[at] = state.rising
          ? advanceRising(state, candle, step, maximum)
          : advanceFalling(state, candle, step, maximum)
      }
      if (state.count < 2) state.count += 1
      state.previousHigh = candle.high
      state.previousLow = candle.low
    },
  }
}

function begin(state: ParabolicSarState, candle: Candle): void {
  const up = candle.high - state.previousHigh
  const down = state.previousLow - candle.low
  state.rising = !(down > 0 && down > up)
  state.stop = state.rising ? state.previousLow : state.previousHigh
  state.extreme = state.rising ? candle.high : candle.low
  // The first candle bounds the first stop only, as in TA-Lib.
  state.previousHigh = candle.high
  state.previousLow = candle.low
}

function advanceRising(
  state: ParabolicSarState,
  { high, low }: Candle,
  step: number,
  maximum: number,
): number {
  if (low <= state.stop) {
    state.rising = false
    const shown = Math.max(state.extreme, state.previousHigh, high)
    state.acceleration = step
    state.extreme = low
    state.stop = Math.max(shown + step * (low - shown), state.previousHigh, high)
    return shown
  }
  const shown = state.stop
  if (high > state.extreme) {
    state.extreme = high
    state.acceleration = Math.min(state.acceleration + step, maximum)
  }
  const next = shown + state.acceleration * (state.extreme - shown)
  state.stop = Math.min(next, state.previousLow, low)
  return shown
}

function advanceFalling(
  state: ParabolicSarState,
  { high, low }: Candle,
  step: number,
  maximum: number,
): number {
  if (high >= state.stop) {
    state.rising = true
    const shown = Math.min(state.extreme, state.previousLow, low)
    state.acceleration = step
    state.extreme = high
    state.stop = Math.min(shown + step * (high - shown), state.previousLow, low)
    return shown
  }
  const shown = state.stop
  if (low < state.extreme) {
    state.extreme = low
    state.acceleration = Math.min(state.acceleration + step, maximum)
  }
  const next = shown + state.acceleration * (state.extreme - shown)
  state.stop = Math.max(next, state.previousHigh, high)
  return shown
}
