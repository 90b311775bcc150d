import type { RollingWindow } from './rolling-window.ts'

/** The sum of the newest `count` values of a window that holds at least so many. */
export function sumOfNewest({ values, next }: RollingWindow, count: number): number {
  const from = next - count
  if (from >= 0) return sumBetween(values, from, next)
  return sumBetween(values, from + values.length, values.length) + sumBetween(values, 0, next)
}

function sumBetween(values: Float64Array, from: number, to: number): number {
  let even = 0
  let odd = 0
  // Two sums, because one would make each addition wait for the one before.
  let i = from
  for (; i + 1 < to; i += 2) {
    even += values[i] ?? 0
    odd += values[i + 1] ?? 0
  }
  return i < to ? even + odd + (values[i] ?? 0) : even + odd
}
