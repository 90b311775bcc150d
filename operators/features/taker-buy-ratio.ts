import type { FeatureName, Indicator } from './indicator.ts'
import { push, windowSize } from './rolling-window.ts'
import { sumOfNewest } from './window-sum.ts'

/** Share of the volume that takers bought; null while a candle in the window does not say. */
export function takerBuyRatio(name: FeatureName, period: number): Indicator {
  const knownAt = windowSize(period)
  return {
    names: [name],
    warmUp: period,
    size: knownAt + 1,
    update(state, from, { taker_buy_volume: bought }, { volumes }, out, at) {
      const end = push(state, from, period, bought ?? 0)
      // Candles since the last one without taker volume, up to period.
      const known = bought === null ? 0 : Math.min((state[from + knownAt] as number) + 1, period)
      state[from + knownAt] = known
      const total = known === period ? sumOfNewest(volumes.values, volumes.end, period) : 0
      out[at] = total === 0 ? Number.NaN : sumOfNewest(state, end, period) / total
    },
  }
}
