/** While fewer than `period` values are in, `value` is their sum; then it is the average. */
export interface ExponentialAverage {
  count: number
  value: number
}

export function createExponentialAverage(): ExponentialAverage {
  return { count: 0, value: 0 }
}

/** Seeded with the simple mean of the first `period` values. Says whether there is an average. */
export function advanceExponential(
  state: ExponentialAverage,
  period: number,
  value: number,
): boolean {
  if (state.count >= period) {
    state.value = (value - state.value) * (2 / (period + 1)) + state.value
    return true
  }
  state.count += 1
  state.value += value
  if (state.count < period) return false
  state.value /= period
  return true
}
