import { advanceAtr, atrSize } from './atr.ts'
import type { FeatureName, Indicator } from './indicator.ts'

/** Average true range, per cent of the close. */
export function natr(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period + 1,
    size: atrSize,
    update(state, from, { close }, history, out, at) {
      const range = advanceAtr(state, from, period, history)
      out[at] = Number.isNaN(range) ? range : close === 0 ? 0 : (range / close) * 100
    },
  }
}
