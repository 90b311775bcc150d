import {
  advanceDirectionalMovement,
  createDirectionalMovement,
  type DirectionalMovement,
} from './directional-movement.ts'
import type { FeatureName, Indicator } from './indicator.ts'

/** −DI: how much of the true range was downward movement; 0 where there was no range. */
export function minusDi(name: FeatureName, period: number): Indicator<DirectionalMovement> {
  return {
    names: [name],
    warmUp: period + 1,
    create: createDirectionalMovement,
    update(state, candle, out, at) {
      const ready = advanceDirectionalMovement(state, period, candle)
      out[at] = !ready ? Number.NaN : state.range === 0 ? 0 : 100 * (state.minus / state.range)
    },
  }
}
