/** Of the values before `end`, as many as there are weights, each times its weight; the oldest takes the first. */
export function weightedSum(values: Float64Array, end: number, weights: Float64Array): number {
  const { length } = weights
  const first = end - length
  let even = 0
  let odd = 0
  // Two sums, because one would make each addition wait for the one before.
  let at = 0
  for (; at < length - 1; at += 2) {
    even += (values[first + at] as number) * (weights[at] as number)
    odd += (values[first + at + 1] as number) * (weights[at + 1] as number)
  }
  return at < length
    ? even + odd + (values[first + at] as number) * (weights[at] as number)
    : even + odd
}

/** 1 for the oldest, up to `length` for the newest. Whole numbers, so that a flat price stays flat. */
export function linearWeights(length: number): Float64Array {
  return Float64Array.from({ length }, (_, index) => index + 1)
}

/** The sum of `linearWeights(length)`. */
export function linearTotal(length: number): number {
  return (length * (length + 1)) / 2
}
