import { advanceDirectionalMovement, movementSize } from './directional-movement.ts'
import type { FeatureName, Indicator } from './indicator.ts'

/** +DI: how much of the true range was upward movement; 0 where there was no range. */
export function plusDi(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: period + 1,
    size: movementSize,
    update(state, from, candle, history, out, at) {
      const ready = advanceDirectionalMovement(state, from, period, candle, history)
      const range = state[from + 2] as number
      out[at] = !ready ? Number.NaN : range === 0 ? 0 : 100 * ((state[from] as number) / range)
    },
  }
}
