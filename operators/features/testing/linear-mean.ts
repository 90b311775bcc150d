import { sum } from './batch.ts'

/** The mean with weights 1, 2, 3 … from the oldest on. */
export function linearMean(window: readonly number[]): number {
  const weights = window.map((_, index) => index + 1)
  return sum(window.map((value, index) => value * (index + 1))) / sum(weights)
}
