import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, push, type RollingWindow, sumOf } from './rolling-window.ts'

export interface VwmaState {
  readonly amounts: RollingWindow
  readonly volumes: RollingWindow
}

/**
 * Volume-weighted moving average of closes, in price. Null where nothing traded in the whole period:
 * Stock.Indicators has null there too, TA-Lib's VWMA divides zero by zero.
 */
export function vwma(name: FeatureName, period: number): Indicator<VwmaState> {
  return {
    names: [name],
    warmUp: period,
    create: () => ({ amounts: createWindow(period), volumes: createWindow(period) }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      push(state.amounts, candle.close * candle.volume)
      if (!push(state.volumes, candle.volume)) return
      const volume = sumOf(state.volumes)
      if (volume !== 0) out[at] = sumOf(state.amounts) / volume
    },
  }
}
