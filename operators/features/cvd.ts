import type { FeatureName, Indicator } from './indicator.ts'

/**
 * Cumulative volume delta: what takers bought minus what they sold, summed since the first candle that
 * says so, in volume; only its changes mean something. Null on a candle that does not say; the sum then
 * goes on without it.
 */
export function cvd(name: FeatureName): Indicator {
  return {
    names: [name],
    warmUp: 1,
    size: 1,
    update(state, from, candle, _, out, at) {
      out[at] = Number.NaN
      if (candle.taker_buy_volume === null) return
      const delta = (state[from] as number) + (2 * candle.taker_buy_volume - candle.volume)
      state[from] = delta
      out[at] = delta
    },
  }
}
