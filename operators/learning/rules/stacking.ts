import { exactExp, exactLog } from '../../../engine/core/exact-math.ts'
import type { HeadWeights } from '../../consensus/consensus.ts'
import { equalWeights } from '../projection.ts'
import type { Said } from './learning-rule.ts'
import { bounded, surest } from './said.ts'

/** By head, of either sign and any sum. */
export interface Exponents {
  readonly [head: string]: number
}

/** Farther no exponent goes: a head would count as so many independent witnesses of its kind. */
const exponentMax = 4

export function logOdds(probability: number): number {
  return exactLog(probability / (1 - probability))
}

const surestLogOdds = logOdds(surest)

function probabilityOf(odds: number): number {
  const within = Math.min(surestLogOdds, Math.max(-surestLogOdds, odds))
  return bounded(1 / (1 + exactExp(-within)))
}

/**
 * The logarithmic pool: log odds added up, each times its head's exponent. Who sleeps adds nothing; exponents that
 * sum to less than 1 make heads that are too sure of themselves milder, negative ones turn a head round.
 */
export function stacked(exponents: Exponents, said: readonly Said[]): number {
  let odds = 0
  for (const { name, probability } of said) odds += (exponents[name] ?? 0) * logOdds(probability)
  return probabilityOf(odds)
}

/** Of the log loss by each exponent of a head awake, in the order in which they are said. */
export function gradientOf(
  exponents: Exponents,
  said: readonly Said[],
  won: boolean,
): readonly number[] {
  const error = stacked(exponents, said) - (won ? 1 : 0)
  return said.map(({ probability }) => error * logOdds(probability))
}

export function movedBy(
  exponents: Exponents,
  said: readonly Said[],
  steps: readonly number[],
): Exponents {
  const next: { [head: string]: number } = { ...exponents }
  said.forEach(({ name }, at) => {
    const moved = (exponents[name] ?? 0) - (steps[at] ?? 0)
    next[name] = Math.min(exponentMax, Math.max(-exponentMax, moved))
  })
  return next
}

/** As weights of heads: those below zero count nothing, the others by their share; none above: all alike. */
export function weightsOfExponents(exponents: Exponents): HeadWeights {
  const heads = Object.keys(exponents).sort()
  let total = 0
  for (const head of heads) total += Math.max(0, exponents[head] ?? 0)
  if (!(total > 0)) return equalWeights(heads)
  return Object.fromEntries(heads.map((head) => [head, Math.max(0, exponents[head] ?? 0) / total]))
}
