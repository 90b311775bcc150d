import { percentileRank } from './percentile-rank.ts'

/** Three weeks of hours. */
const pastMax = 500
/** From so many on a value has a place among those before it. */
const pastMin = 50

/** The newest values of one measure, as a ring. */
export interface PastValues {
  readonly ring: Float64Array
  count: number
}

export function createPastValues(): PastValues {
  return { ring: new Float64Array(pastMax), count: 0 }
}

/** The percentile rank of a value among those before it, 0 to 1; then it is one of them. Null while they are few. */
export function rankInPast(past: PastValues, value: number): number | null {
  const { ring, count } = past
  const kept = Math.min(count, pastMax)
  const rank = kept < pastMin ? null : percentileRank(ring.subarray(0, kept), value)
  ring[count % pastMax] = value
  past.count += 1
  return rank
}
