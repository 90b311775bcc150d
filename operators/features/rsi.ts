import { movesSize, relativeStrength } from './gain-loss.ts'
import type { FeatureName, Indicator } from './indicator.ts'

/** Relative strength index; 0 where the close never moved, as TA-Lib has it. */
export function rsi(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period + 1,
    size: movesSize,
    update(state, from, { close }, { count, previousClose }, out, at) {
      out[at] =
        count === 1 ? Number.NaN : relativeStrength(state, from, period, close - previousClose)
    },
  }
}
