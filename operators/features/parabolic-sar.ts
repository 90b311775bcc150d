import type { Candle } from '../../schemas/contracts.generated.ts'
import type { Indicator } from './indicator.ts'

/** What is kept, by place. */
const place = {
  /** 1 rising, −1 falling. */
  direction: 0,
  /** What the stop of the next candle is, unless that one turns the trend. */
  stop: 1,
  /** The furthest price of the trend. */
  extreme: 2,
  acceleration: 3,
} as const

/**
 * Parabolic stop and reverse (Wilder, 1978), in price. The stop moves towards the extreme of the trend by
 * a share that grows by `step` with each new extreme, up to `maximum`, and never into the range of this
 * candle or the one before; a candle that touches it turns the trend. Wilder leaves the beginning open: as
 * in TA-Lib's SAR the trend falls if the second candle goes down further than up, and its stop is the
 * first candle's extreme. Stock.Indicators begins as rising and shows nothing before the first turn, does
 * not turn where the stop is only touched, and leaves the stop of a turn within the range of its candle.
 */
export function parabolicSar(step: number, maximum: number): Indicator {
  return {
    names: ['psar'],
    warmUp: 2,
    size: 4,
    update(state, from, candle, { count, previousHigh, previousLow }, out, at) {
      out[at] = Number.NaN
      if (count === 1) return
      if (count === 2) begin(state, from, candle, previousHigh, previousLow, step)
      // The first candle bounds the first stop only, as in TA-Lib.
      const high = count === 2 ? candle.high : previousHigh
      const low = count === 2 ? candle.low : previousLow
      out[at] =
        state[from + place.direction] === 1
          ? advanceRising(state, from, candle, high, low, step, maximum)
          : advanceFalling(state, from, candle, high, low, step, maximum)
    },
  }
}

function begin(
  state: Float64Array,
  from: number,
  { high, low }: Candle,
  previousHigh: number,
  previousLow: number,
  step: number,
): void {
  const up = high - previousHigh
  const down = previousLow - low
  const rising = !(down > 0 && down > up)
  state[from + place.direction] = rising ? 1 : -1
  state[from + place.stop] = rising ? previousLow : previousHigh
  state[from + place.extreme] = rising ? high : low
  state[from + place.acceleration] = step
}

function advanceRising(
  state: Float64Array,
  from: number,
  { high, low }: Candle,
  previousHigh: number,
  previousLow: number,
  step: number,
  maximum: number,
): number {
  const stop = state[from + place.stop] as number
  let extreme = state[from + place.extreme] as number
  let acceleration = state[from + place.acceleration] as number
  if (low <= stop) {
    const shown = Math.max(extreme, previousHigh, high)
    const next = Math.max(shown + step * (low - shown), previousHigh, high)
    turn(state, from, -1, low, next, step)
    return shown
  }
  if (high > extreme) {
    extreme = high
    acceleration = Math.min(acceleration + step, maximum)
    state[from + place.extreme] = extreme
    state[from + place.acceleration] = acceleration
  }
  const next = stop + acceleration * (extreme - stop)
  state[from + place.stop] = Math.min(next, previousLow, low)
  return stop
}

function advanceFalling(
  state: Float64Array,
  from: number,
  { high, low }: Candle,
  previousHigh: number,
  previousLow: number,
  step: number,
  maximum: number,
): number {
  const stop = state[from + place.stop] as number
  let extreme = state[from + place.extreme] as number
  let acceleration = state[from + place.acceleration] as number
  if (high >= stop) {
    const shown = Math.min(extreme, previousLow, low)
    const next = Math.min(shown + step * (high - shown), previousLow, low)
    turn(state, from, 1, high, next, step)
    return shown
  }
  if (low < extreme) {
    extreme = low
    acceleration = Math.min(acceleration + step, maximum)
    state[from + place.extreme] = extreme
    state[from + place.acceleration] = acceleration
  }
  const next = stop + acceleration * (extreme - stop)
  state[from + place.stop] = Math.max(next, previousHigh, high)
  return stop
}

function turn(
  state: Float64Array,
  from: number,
  direction: 1 | -1,
  extreme: number,
  stop: number,
  step: number,
): void {
  state[from + place.direction] = direction
  state[from + place.extreme] = extreme
  state[from + place.stop] = stop
  state[from + place.acceleration] = step
}
