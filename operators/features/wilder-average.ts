/** While fewer than `period` values are in, `value` is their sum; then it is the average. */
export interface WilderAverage {
  count: number
  value: number
}

export function createWilderAverage(): WilderAverage {
  return { count: 0, value: 0 }
}

/** Wilder's smoothing: each value weighs 1/period, seeded with the mean of the first `period`. */
export function advanceWilder(state: WilderAverage, period: number, value: number): boolean {
  if (state.count >= period) {
    state.value = (state.value * (period - 1) + value) / period
    return true
  }
  state.count += 1
  state.value += value
  if (state.count < period) return false
  state.value /= period
  return true
}
