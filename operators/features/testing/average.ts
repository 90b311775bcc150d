import { mean, smoothed, sum } from './batch.ts'
import type { Series } from './series.ts'

/** The series from where it is known. */
export const known = (series: Series): number[] => series.filter((value) => value !== null)

/** The newest `length` places of a series, null where it has not begun. */
export function atEnd(values: Series, length: number): Series {
  return Array.from({ length }, (_, index) => values[values.length - length + index] ?? null)
}

/** Exponential average of `values` where it is known: `period` − 1 shorter than they are. */
export function exponential(values: readonly number[], period: number): number[] {
  return known(smoothed(values, period, 2 / (period + 1)))
}

/** Simple mean of `values` where it is known. */
export function simple(values: readonly number[], period: number): number[] {
  return values.slice(period - 1).map((_, index) => mean(values.slice(index, index + period)))
}

/** Wilder's relative strength of `values` where it is known: `period` shorter than they are. */
export function strength(values: readonly number[], period: number): number[] {
  const changes = changesOf(values)
  const average = (moves: readonly number[]) => known(smoothed(moves, period, 1 / period))
  const falls = average(changes.map((change) => Math.max(-change, 0)))
  return average(changes.map((change) => Math.max(change, 0))).map((rise, index) => {
    const both = sum([rise, falls[index] ?? 0])
    return both === 0 ? 0 : (100 * rise) / both
  })
}

export function changesOf(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => value - (values[index] ?? 0))
}
