import { advanceDirectionalMovement, movementSize } from './directional-movement.ts'
import type { FeatureName, Indicator } from './indicator.ts'
import { wilderSize } from './wilder-average.ts'

/**
 * Average directional index. A candle without range or movement adds nothing to the seed and leaves the
 * average where it was, as TA-Lib has it.
 */
export function adx(name: FeatureName, period: number): Indicator {
  return {
    names: [name],
    warmUp: 2 * period,
    size: movementSize + wilderSize,
    update(state, from, candle, history, out, at) {
      out[at] = Number.NaN
      if (!advanceDirectionalMovement(state, from, period, candle, history)) return
      const index = directionalIndex(state, from)
      const average = from + movementSize
      const count = state[average] as number
      let value = state[average + 1] as number
      if (count < period) {
        state[average] = count + 1
        value += index ?? 0
        if (count + 1 === period) value /= period
      } else if (index !== null) {
        value = (value * (period - 1) + index) / period
      }
      state[average + 1] = value
      if (count + 1 >= period) out[at] = value
    },
  }
}

function directionalIndex(state: Float64Array, from: number): number | null {
  const range = state[from + 2] as number
  if (range === 0) return null
  const plusDi = 100 * ((state[from] as number) / range)
  const minusDi = 100 * ((state[from + 1] as number) / range)
  const both = plusDi + minusDi
  return both === 0 ? null : 100 * (Math.abs(minusDi - plusDi) / both)
}
