/**
 * Of the `count` values before `end`. Added anew on each call instead of kept running: a running sum is left with a
 * rounding residue after a large value leaves, and volumes do fall to exact zero, where that residue would be divided by.
 */
export function sumOfNewest(values: Float64Array, end: number, count: number): number {
  let even = 0
  let odd = 0
  // Two sums, because one would make each addition wait for the one before.
  let at = end - count
  for (; at < end - 1; at += 2) {
    even += values[at] as number
    odd += values[at + 1] as number
  }
  return at < end ? even + odd + (values[at] as number) : even + odd
}
