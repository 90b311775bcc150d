import { type Measure, measureOf, passesAt, passingThreshold } from './measures.ts'
import type { Opportunity } from './opportunity.ts'
import { type ShadowResult, shadowResult } from './shadow-result.ts'

/** What one gate alone would let through at another threshold; the gates behind it were not asked. */
export interface NearMiss {
  readonly measure: string
  readonly unit: string
  /** The thresholds differ from case to case: they are 1, and `passAt` a share of them. */
  readonly relative: boolean
  /** The one in force when they were refused. */
  readonly threshold: number
  readonly passAt: number
  /** So many of those refused would have passed. */
  readonly more: number
  readonly shadows: ShadowResult
}

interface Missed {
  readonly value: number
  readonly shadowNetPct: number | null
}

interface Misses {
  readonly measure: Measure
  readonly threshold: number
  readonly cases: Missed[]
}

/** Of the refused, counted from the nearest: the first, a quarter, half of them. */
const depths = [0, 1 / 4, 1 / 2] as const

/**
 * The nearest misses of one gate's refusals, for each measure and threshold that refused, most
 * refusals first: what the nearest case, the nearest quarter and the nearest half would pass at.
 */
export function nearestMisses(refused: readonly Opportunity[]): readonly NearMiss[] {
  return [...missesOf(refused).values()]
    .sort((a, b) => b.cases.length - a.cases.length || a.threshold - b.threshold)
    .flatMap(stepsOf)
}

function missesOf(refused: readonly Opportunity[]): Map<string, Misses> {
  const found = new Map<string, Misses>()
  for (const { gate, value, threshold, shadowNetPct } of refused) {
    if (gate === null || value === null || threshold === null) continue
    const measure = measureOf(gate, threshold)
    if (measure === undefined) continue
    const relative = measure.relative === true
    const compared = relative ? 1 : threshold
    const name = `${measure.name} ${compared}`
    const misses = found.get(name) ?? { measure, threshold: compared, cases: [] }
    misses.cases.push({ value: relative ? value / threshold : value, shadowNetPct })
    found.set(name, misses)
  }
  return found
}

function stepsOf({ measure, threshold, cases }: Misses): readonly NearMiss[] {
  const nearer = measure.passes === 'at most' || measure.passes === 'limit' ? 1 : -1
  const sorted = cases.toSorted((a, b) => nearer * (a.value - b.value))
  const thresholds = depths.map((depth) => {
    const at = Math.max(0, Math.ceil(depth * sorted.length) - 1)
    return passingThreshold(measure, (sorted[at] as Missed).value)
  })
  return [...new Set(thresholds)].map((passAt) => {
    const passing = sorted.filter(({ value }) => passesAt(measure, value, passAt))
    return {
      measure: measure.name,
      unit: measure.unit,
      relative: measure.relative === true,
      threshold,
      passAt,
      more: passing.length,
      shadows: shadowResult(passing),
    }
  })
}
