import { exactExp, exactLog } from '../../engine/core/exact-math.ts'

export interface DriftThresholds {
  /** Population stability index from which a column has drifted; 0.1 to 0.25 is commonly read as some, above as much. */
  readonly psiMax: number
  /** Probability of so large a Kolmogorov–Smirnov distance between two samples of one distribution, below which it has. */
  readonly ksProbabilityMin: number
}

export const driftDefaults: DriftThresholds = { psiMax: 0.25, ksProbabilityMin: 0.001 }

/** How the values of one column now lie to those of a reference. */
export interface ColumnDrift {
  readonly column: string
  readonly reference: number
  readonly current: number
  /** Null where there are too few values. */
  readonly psi: number | null
  /** Largest distance between the two distribution functions, 0 to 1. */
  readonly ks: number | null
  readonly ksProbability: number | null
  /** Both measures say so: with many values the second alone sees what is of no account. */
  readonly drifted: boolean
}

/** Fewer values tell nothing of a distribution. */
export const driftValuesMin = 100
const bins = 10

/** Values that are no numbers are left out. */
export function columnDrift(
  column: string,
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  { psiMax, ksProbabilityMin }: DriftThresholds = driftDefaults,
): ColumnDrift {
  const before = sorted(reference)
  const now = sorted(current)
  const sizes = { column, reference: before.length, current: now.length }
  if (before.length < driftValuesMin || now.length < driftValuesMin)
    return { ...sizes, psi: null, ks: null, ksProbability: null, drifted: false }
  const psi = stabilityIndex(before, now)
  const ks = distributionDistance(before, now)
  const ksProbability = distanceProbability(ks, before.length, now.length)
  return {
    ...sizes,
    psi,
    ks,
    ksProbability,
    drifted: psi > psiMax && ksProbability < ksProbabilityMin,
  }
}

function sorted(values: ArrayLike<number>): Float64Array {
  const finite = new Float64Array(values.length)
  let count = 0
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number
    if (Number.isFinite(value)) finite[count++] = value
  }
  return finite.subarray(0, count).sort()
}

/**
 * Σ (now − before) · ln(now / before) over bins that hold a tenth of the reference each (Siddiqi, Credit Risk Scorecards, 2006). A share counts as
 * at least half a value, so that an empty bin is not infinite. Equal values fall into one bin.
 */
export function stabilityIndex(before: Float64Array, now: Float64Array): number {
  const edges = new Set<number>()
  for (let bin = 1; bin < bins; bin++)
    edges.add(before[Math.ceil((bin * before.length) / bins) - 1] as number)
  const bounds = [...edges, Number.POSITIVE_INFINITY]
  let index = 0
  let beforeAt = 0
  let nowAt = 0
  for (const bound of bounds) {
    const beforeEnd = firstAbove(before, bound)
    const nowEnd = firstAbove(now, bound)
    const was = Math.max(beforeEnd - beforeAt, 0.5) / before.length
    const is = Math.max(nowEnd - nowAt, 0.5) / now.length
    index += (is - was) * exactLog(is / was)
    beforeAt = beforeEnd
    nowAt = nowEnd
  }
  return index
}

/** Where the values above a bound begin. */
function firstAbove(values: Float64Array, bound: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[middle] as number) <= bound) low = middle + 1
    else high = middle
  }
  return low
}

/** Kolmogorov–Smirnov statistic of two samples, each sorted. */
export function distributionDistance(some: Float64Array, others: Float64Array): number {
  let largest = 0
  let i = 0
  let j = 0
  while (i < some.length && j < others.length) {
    const value = Math.min(some[i] as number, others[j] as number)
    while (some[i] === value) i++
    while (others[j] === value) j++
    largest = Math.max(largest, Math.abs(i / some.length - j / others.length))
  }
  return largest
}

/**
 * Probability that two samples of one distribution lie so far apart: 2 Σ (−1)^(k−1) exp(−2 k² λ²), λ the distance by the root of the
 * effective size (Smirnov, 1948, with Stephens' correction of 1970).
 */
export function distanceProbability(distance: number, some: number, others: number): number {
  const root = Math.sqrt((some * others) / (some + others))
  const lambda = (root + 0.12 + 0.11 / root) * distance
  // Below this the sum is 1 to all digits, and does not converge.
  if (lambda < 0.2) return 1
  let sum = 0
  for (let k = 1; k <= 100; k++) {
    const term = exactExp(-2 * k * k * lambda * lambda)
    sum += k % 2 === 1 ? term : -term
    if (term < 1e-16) break
  }
  return Math.min(1, Math.max(0, 2 * sum))
}
