import { smoothed } from './batch.ts'
import type { Series } from './series.ts'

/**
 * Exponential averages, each of the one before: the first of the values. Each is seeded with the mean of
 * the first `period` values of the one before.
 */
export function smoothedAgain(values: readonly number[], period: number, times: number): Series[] {
  const all: Series[] = []
  let inputs = values
  for (let time = 0; time < times; time++) {
    const average = smoothed(inputs, period, 2 / (period + 1), time * (period - 1))
    all.push(average)
    inputs = average.map((value) => value ?? 0)
  }
  return all
}

/** A formula over the averages, null where the last of them is. */
export function combined(
  averages: readonly Series[],
  formula: (values: readonly number[]) => number,
): Series {
  const last = averages.at(-1) ?? []
  return last.map((value, index) =>
    value === null ? null : formula(averages.map((average) => average[index] ?? 0)),
  )
}
