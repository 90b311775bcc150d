/** What Wilder's average keeps: how many values it has had, up to its period, and their sum, then the average. */
export const wilderSize = 2

/**
 * Wilder's smoothing: each value weighs 1/period, seeded with the mean of the first `period`. NaN until there is an
 * average.
 */
export function advanceWilder(
  state: Float64Array,
  from: number,
  period: number,
  value: number,
): number {
  const count = state[from] as number
  const before = state[from + 1] as number
  if (count >= period) {
    const average = (before * (period - 1) + value) / period
    state[from + 1] = average
    return average
  }
  state[from] = count + 1
  const sum = before + value
  const full = count + 1 === period
  state[from + 1] = full ? sum / period : sum
  return full ? sum / period : Number.NaN
}
