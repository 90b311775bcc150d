import type { HeadWeights } from '../../consensus/consensus.ts'
import type { Said } from './learning-rule.ts'

/** What nobody says: that a signal wins is as likely as not. */
export const unknownProbability = 0.5

/** Products of many losses become too small to divide by; this one is nothing in any sum. */
const leastWeight = 1e-300

export function awakeWeight(weights: HeadWeights, said: readonly Said[]): number {
  let total = 0
  for (const { name } of said) total += weights[name] ?? 0
  return total
}

/** The linear pool: the mean of what is said, by the weights of those awake. */
export function pooled(weights: HeadWeights, said: readonly Said[]): number {
  const total = awakeWeight(weights, said)
  if (!(total > 0)) return unknownProbability
  let sum = 0
  for (const { name, probability } of said) sum += (weights[name] ?? 0) * probability
  return sum / total
}

/**
 * Exponential weights by log loss with eta 1, which is Bayes' rule: each weight times the probability
 * that its owner gave to what happened. Those awake keep their total among themselves, so the weights of
 * sleepers stay as they are (specialists of Freund, Schapire, Singer, Warmuth, STOC 1997).
 */
export function reweighted(weights: HeadWeights, said: readonly Said[], won: boolean): HeadWeights {
  const total = awakeWeight(weights, said)
  if (!(total > 0)) return weights
  const given = pooled(weights, said)
  const happened = won ? given : 1 - given
  const next: { [name: string]: number } = { ...weights }
  for (const { name, probability } of said) {
    const likelihood = won ? probability : 1 - probability
    next[name] = Math.max(leastWeight, ((weights[name] ?? 0) * likelihood) / happened)
  }
  return next
}

/** Each one awake gives a share of its weight away, and all of them get alike of it. */
export function sharedOut(weights: HeadWeights, said: readonly Said[], share: number): HeadWeights {
  const each = (share * awakeWeight(weights, said)) / said.length
  const next: { [name: string]: number } = { ...weights }
  for (const { name } of said) next[name] = (1 - share) * (weights[name] ?? 0) + each
  return next
}
