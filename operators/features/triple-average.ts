import { advanceExponential, exponentialSize } from './exponential-average.ts'

/** An exponential average, the average of that, and the average of that again. */
export const tripleSize = 3 * exponentialSize

/** Each is seeded with the mean of its own first `period` inputs. The third; NaN until there is one. */
export function advanceTriple(
  state: Float64Array,
  from: number,
  period: number,
  value: number,
): number {
  const first = advanceExponential(state, from, period, value)
  if (Number.isNaN(first)) return first
  const second = advanceExponential(state, from + exponentialSize, period, first)
  if (Number.isNaN(second)) return second
  return advanceExponential(state, from + 2 * exponentialSize, period, second)
}
