import {
  advanceDirectionalMovement,
  createDirectionalMovement,
  type DirectionalMovement,
} from './directional-movement.ts'
import type { FeatureName, Indicator } from './indicator.ts'

export interface AdxState {
  readonly movement: DirectionalMovement
  /** Candles with a directional index, up to period. */
  count: number
  /** While count is below period: the sum of the indices; then the average. */
  value: number
}

/**
 * Average directional index. A candle without range or movement adds nothing to the seed and leaves the
 * average where it was, as TA-Lib has it.
 */
export function adx(name: FeatureName, period: number): Indicator<AdxState> {
  return {
    names: [name],
    warmUp: 2 * period,
    create: () => ({ movement: createDirectionalMovement(), count: 0, value: 0 }),
    update(state, candle, out, at) {
      out[at] = Number.NaN
      if (!advanceDirectionalMovement(state.movement, period, candle)) return
      const index = directionalIndex(state.movement)
      if (state.count < period) {
        state.count += 1
        state.value += index ?? 0
        if (state.count < period) return
        state.value /= period
      } else if (index !== null) {
        state.value = (state.value * (period - 1) + index) / period
      }
      out[at] = state.value
    },
  }
}

function directionalIndex({ plus, minus, range }: DirectionalMovement): number | null {
  if (range === 0) return null
  const plusDi = 100 * (plus / range)
  const minusDi = 100 * (minus / range)
  const both = plusDi + minusDi
  return both === 0 ? null : 100 * (Math.abs(minusDi - plusDi) / both)
}
