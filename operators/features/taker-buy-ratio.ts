import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'

export interface TakerBuyRatioState {
  readonly bought: RollingWindow
  readonly volume: RollingWindow
  /** Candles since the last one without taker volume, up to period. */
  known: number
}

/** Share of the volume that takers bought; null while a candle in the window does not say. */
export function takerBuyRatio(name: FeatureName, period: number): Indicator<TakerBuyRatioState> {
  return {
    names: [name],
    warmUp: period,
    create: () => ({ bought: createWindow(period), volume: createWindow(period), known: 0 }),
    update(state, candle, out, at) {
      const bought = candle.taker_buy_volume
      push(state.bought, bought ?? 0)
      push(state.volume, candle.volume)
      if (bought === null) state.known = 0
      else if (state.known < period) state.known += 1
      const total = state.known === period ? sumOf(state.volume) : 0
      out[at] = total === 0 ? Number.NaN : sumOf(state.bought) / total
    },
  }
}
