import type { FeatureName, Indicator } from './indicator.ts'

export interface CvdState {
  delta: number
}

/**
 * Cumulative volume delta: what takers bought minus what they sold, summed since the first candle that
 * says so, in volume; only its changes mean something. Null on a candle that does not say; the sum then
 * goes on without it.
 */
export function cvd(name: FeatureName): Indicator<CvdState> {
  return {
    names: [name],
    warmUp: 1,
    create: () => ({ delta: 0 }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      if (candle.taker_buy_volume === null) return
      state.delta += 2 * candle.taker_buy_volume - candle.volume
      out[at] = state.delta
    },
  }
}
