import type { FeatureName, Indicator } from './indicator.ts'
import { typicalPrice } from './typical-price.ts'

export const dayMs = 86_400_000

export interface VwapState {
  session: number
  priceVolume: number
  volume: number
}

/** Volume-weighted typical price since the session's start (UTC); null until something traded in it. */
export function vwap(name: FeatureName, sessionMs: number): Indicator<VwapState> {
  return {
    names: [name],
    warmUp: 1,
    create: () => ({ session: -1, priceVolume: 0, volume: 0 }),
    update(state, candle, out, at) {
      const session = Math.floor(candle.open_time / sessionMs)
      if (session !== state.session) {
        state.session = session
        state.priceVolume = 0
        state.volume = 0
      }
      state.priceVolume += typicalPrice(candle) * candle.volume
      state.volume += candle.volume
      out[at] = state.volume === 0 ? Number.NaN : state.priceVolume / state.volume
    },
  }
}
