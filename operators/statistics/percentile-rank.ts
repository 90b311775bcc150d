/**
 * The share of `values` below a value, 0 to 1; equal ones count half (Hazen's mid-rank), so that a
 * value like all others stands in the middle. Null where there is nothing to compare with.
 */
export function percentileRank(values: ArrayLike<number>, value: number): number | null {
  const { length } = values
  if (length === 0) return null
  let halves = 0
  for (let at = 0; at < length; at++) {
    const other = values[at] as number
    if (other < value) halves += 2
    else if (other === value) halves += 1
  }
  return halves / (2 * length)
}
