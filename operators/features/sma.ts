import type { FeatureName, Indicator } from './indicator.ts'
import { createWindow, oldest, push, type RollingWindow } from './rolling-window.ts'

export interface SmaState {
  readonly window: RollingWindow
  /** Of the window, less the value that the next candle replaces once it is full. */
  total: number
}

export function createSma(period: number): SmaState {
  return { window: createWindow(period), total: 0 }
}

/** The mean with this value; null until there are `period` of them. */
export function advanceSma(state: SmaState, value: number): number | null {
  state.total += value
  if (!push(state.window, value)) return null
  const mean = state.total / state.window.values.length
  state.total -= oldest(state.window)
  return mean
}

/** Simple moving average of the close. */
export function sma(name: FeatureName, period: number): Indicator<SmaState> {
  return {
    names: [name],
    warmUp: period,
    create: () => createSma(period),
    update(state, candle, out, at) {
      out[at] = advanceSma(state, candle.close) ?? Number.NaN
    },
  }
}
