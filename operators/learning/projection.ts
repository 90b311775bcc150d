import type { HeadWeights } from '../consensus/consensus.ts'

export interface WeightLimits {
  /** Least and largest weight as a share of one over the number of heads. */
  readonly leastShare: number
  readonly largestShare: number
  /** How far one step may move a weight, of itself. */
  readonly stepMax: number
}

/** For nine heads: 0.05 to 0.30, 20 % a step. */
export const weightLimits: WeightLimits = { leastShare: 0.45, largestShare: 2.7, stepMax: 0.2 }

/** One coordinate: where it wants to be and where it may be. */
export interface Bounded {
  readonly wish: number
  readonly lower: number
  readonly upper: number
}

/** Far below any weight, far above the rounding of a sum of weights. */
const sumRoom = 1e-13
const admittedRoom = 1e-9

function clip(value: number, { lower, upper }: Bounded): number {
  return Math.min(upper, Math.max(lower, value))
}

function sum(values: readonly number[]): number {
  let total = 0
  for (const value of values) total += value
  return total
}

/**
 * The nearest point to the wishes with this total and these bounds. All wishes move by one shift
 * and are clipped; the total falls piecewise linearly with the shift, so the shift is found exactly:
 * the segment between two breakpoints, then the one free line in it.
 */
export function nearestWithin(points: readonly Bounded[], total: number): number[] {
  const clipped = (shift: number): number[] => points.map((p) => clip(p.wish - shift, p))
  if (points.every((p) => p.wish >= p.lower && p.wish <= p.upper)) {
    const wishes = points.map((p) => p.wish)
    if (Math.abs(sum(wishes) - total) <= sumRoom) return wishes
  }
  const breakpoints = points
    .flatMap((p) => [p.wish - p.upper, p.wish - p.lower])
    .sort((a, b) => a - b)
  let before = breakpoints[0] ?? 0
  for (const after of breakpoints) {
    if (sum(clipped(after)) > total) {
      before = after
      continue
    }
    const middle = (before + after) / 2
    const free = points.filter((p) => p.wish - middle > p.lower && p.wish - middle < p.upper)
    if (free.length === 0) return clipped(after)
    const bound = points
      .filter((p) => !free.includes(p))
      .map((p) => (p.wish - middle <= p.lower ? p.lower : p.upper))
    const shift = (sum(free.map((p) => p.wish)) + sum(bound) - total) / free.length
    return clipped(Math.min(after, Math.max(before, shift)))
  }
  return points.map((p) => p.lower)
}

function limitsFor(weights: HeadWeights, limits: WeightLimits): { lo: number; hi: number } {
  const heads = Object.keys(weights).length
  return { lo: limits.leastShare / heads, hi: limits.largestShare / heads }
}

/** Sorted, so that the order in which a map was decoded changes no sum. */
function headsOf(weights: HeadWeights): string[] {
  return Object.keys(weights).sort()
}

/**
 * Adds the changes and projects onto {Σ = 1, max(lo, (1−step) w) ≤ w′ ≤ min(hi, (1+step) w)}. Heads
 * without a change keep their weight to the last bit; the others share what those leave. The set
 * holds the old weights, so it is never empty.
 */
export function stepWeights(
  weights: HeadWeights,
  changes: { readonly [head: string]: number },
  limits: WeightLimits = weightLimits,
): HeadWeights {
  assertAdmitted(weights, limits)
  const { lo, hi } = limitsFor(weights, limits)
  const heads = headsOf(weights)
  const moving = heads.filter((head) => changes[head] !== undefined)
  const held = heads.filter((head) => changes[head] === undefined)
  const points = moving.map((head): Bounded => {
    const weight = weights[head] ?? 0
    return {
      wish: weight + (changes[head] ?? 0),
      lower: Math.max(lo, (1 - limits.stepMax) * weight),
      upper: Math.min(hi, (1 + limits.stepMax) * weight),
    }
  })
  const moved = nearestWithin(points, 1 - sum(held.map((head) => weights[head] ?? 0)))
  const next = new Map(moving.map((head, at) => [head, moved[at] ?? 0]))
  return Object.fromEntries(heads.map((head) => [head, next.get(head) ?? weights[head] ?? 0]))
}

/** As far towards other weights as one step may go; all heads move, and bounds hold too. */
export function stepTowards(
  weights: HeadWeights,
  target: HeadWeights,
  limits: WeightLimits = weightLimits,
): HeadWeights {
  const changes = headsOf(weights).map((head) => [head, (target[head] ?? 0) - (weights[head] ?? 0)])
  return stepWeights(weights, Object.fromEntries(changes), limits)
}

/** Any finite weights, as near as {Σ = 1, lo ≤ w ≤ hi} allows: for what a person sets. */
export function admitWeights(
  weights: HeadWeights,
  limits: WeightLimits = weightLimits,
): HeadWeights {
  const { lo, hi } = limitsFor(weights, limits)
  const heads = headsOf(weights)
  const points = heads.map((head) => ({ wish: weights[head] ?? 0, lower: lo, upper: hi }))
  const nearest = nearestWithin(points, 1)
  return Object.fromEntries(heads.map((head, at) => [head, nearest[at] ?? 0]))
}

export function equalWeights(heads: readonly string[]): HeadWeights {
  return Object.fromEntries([...heads].sort().map((head) => [head, 1 / heads.length]))
}

/** Without this the set could be empty and a fault in a command would hide in the weights. */
function assertAdmitted(weights: HeadWeights, limits: WeightLimits): void {
  const { lo, hi } = limitsFor(weights, limits)
  const total = sum(headsOf(weights).map((head) => weights[head] ?? 0))
  if (!(Math.abs(total - 1) <= admittedRoom)) {
    throw new RangeError(`stepWeights: weights must sum to 1, was ${total}`)
  }
  for (const [head, weight] of Object.entries(weights)) {
    if (!(weight >= lo && weight <= hi)) {
      throw new RangeError(`stepWeights: ${head} must be within ${lo} and ${hi}, was ${weight}`)
    }
  }
}
