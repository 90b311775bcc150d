import type { RollingWindow } from './rolling-window.ts'

/** The values of a full window, each times its weight; the oldest takes the first. */
export function weightedSum(window: RollingWindow, weights: Float64Array): number {
  const { values, next } = window
  const length = values.length
  let older = 0
  let newer = 0
  let weight = 0
  for (let i = next; i < length; i++, weight++) older += (values[i] ?? 0) * (weights[weight] ?? 0)
  for (let i = 0; i < next; i++, weight++) newer += (values[i] ?? 0) * (weights[weight] ?? 0)
  return older + newer
}

/** 1 for the oldest, up to `length` for the newest. Whole numbers, so that a flat price stays flat. */
export function linearWeights(length: number): Float64Array {
  return Float64Array.from({ length }, (_, index) => index + 1)
}

/** The sum of `linearWeights(length)`. */
export function linearTotal(length: number): number {
  return (length * (length + 1)) / 2
}
