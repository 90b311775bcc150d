import type { FeatureName } from '../../features/indicator.ts'
import { bounded } from '../evidence.ts'
import type { Measure, Numbers, Unit } from './measure.ts'

export interface Agreement {
  /** Mean of what the known measures say, −1 to 1. */
  readonly score: number
  readonly known: number
  /** How many of them point up, and how many down. */
  readonly up: number
  readonly down: number
  /** The ones that say most to its side, the loudest first. */
  readonly loudest: readonly { readonly name: string; readonly score: number }[]
}

const loudestMax = 3

/** Asks all measures of a group; features that are not known come into `absent`. */
export function readAgreement(
  measures: readonly Measure[],
  features: { readonly [name in FeatureName]: number | null },
  unit: Unit,
  absent: Set<FeatureName>,
): Agreement {
  const scores: number[] = []
  let sum = 0
  let known = 0
  let up = 0
  let down = 0
  for (const measure of measures) {
    const score = scoreOf(measure, features, unit, absent)
    scores.push(score ?? 0)
    if (score === null) continue
    known += 1
    sum += score
    if (score > 0) up += 1
    if (score < 0) down += 1
  }
  const score = known === 0 ? 0 : sum / known
  return { score, known, up, down, loudest: loudestOf(measures, scores, score) }
}

function scoreOf(
  measure: Measure,
  features: { readonly [name in FeatureName]: number | null },
  unit: Unit,
  absent: Set<FeatureName>,
): number | null {
  let whole = true
  for (const name of measure.needs) {
    if (features[name] !== null) continue
    absent.add(name)
    whole = false
  }
  // Nothing that it needs is null.
  return whole ? bounded(measure.score(features as Numbers, unit)) : null
}

function loudestOf(
  measures: readonly Measure[],
  scores: readonly number[],
  mean: number,
): Agreement['loudest'] {
  const side = mean < 0 ? -1 : 1
  const loudest: { name: string; score: number }[] = []
  for (let taken = 0; taken < loudestMax; taken += 1) {
    const before = loudest.at(-1)
    let best = -1
    for (let index = 0; index < scores.length; index += 1) {
      const score = side * (scores[index] ?? 0)
      const name = measures[index]?.name
      if (score <= (best < 0 ? 0 : side * (scores[best] ?? 0))) continue
      if (before !== undefined && loudest.some((one) => one.name === name)) continue
      best = index
    }
    const name = measures[best]?.name
    if (name === undefined) break
    loudest.push({ name, score: scores[best] ?? 0 })
  }
  return loudest
}
