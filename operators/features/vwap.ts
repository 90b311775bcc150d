import type { FeatureName, Indicator } from './indicator.ts'
import { valueAgo } from './recent-values.ts'

export const dayMs = 86_400_000

/** What is kept, by place. */
const place = { session: 0, priceVolume: 1, volume: 2 } as const

/** Volume-weighted typical price since the session's start (UTC); null until something traded in it. */
export function vwap(name: FeatureName, sessionMs: number): Indicator {
  return {
    names: [name],
    warmUp: 1,
    size: 3,
    update(state, from, candle, { typicals }, out, at) {
      const session = Math.floor(candle.open_time / sessionMs)
      const same = session === state[from + place.session]
      const priceVolumeBefore = same ? (state[from + place.priceVolume] as number) : 0
      const volumeBefore = same ? (state[from + place.volume] as number) : 0
      const priceVolume = priceVolumeBefore + valueAgo(typicals, 0) * candle.volume
      const volume = volumeBefore + candle.volume
      state[from + place.session] = session
      state[from + place.priceVolume] = priceVolume
      state[from + place.volume] = volume
      out[at] = volume === 0 ? Number.NaN : priceVolume / volume
    },
  }
}
