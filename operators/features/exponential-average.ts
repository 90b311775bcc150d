/**
 * What an exponential average keeps: how many values it has had, up to its period, and their sum, which then becomes the
 * average.
 */
export const exponentialSize = 2

/** Seeded with the simple mean of the first `period` values; NaN until there is an average. */
export function advanceExponential(
  state: Float64Array,
  from: number,
  period: number,
  value: number,
): number {
  const count = state[from] as number
  const before = state[from + 1] as number
  if (count >= period) {
    const average = (value - before) * (2 / (period + 1)) + before
    state[from + 1] = average
    return average
  }
  state[from] = count + 1
  const sum = before + value
  const full = count + 1 === period
  state[from + 1] = full ? sum / period : sum
  return full ? sum / period : Number.NaN
}

/** Of the values so far; their sum while there are fewer than a period of them. */
export function averageOf(state: Float64Array, from: number): number {
  return state[from + 1] as number
}
