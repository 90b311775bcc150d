import type { Direction, Vote } from '../../schemas/contracts.generated.ts'
import { type CalibrationByHead, calibrated } from './calibration.ts'
import type { Preset, VoteThresholds } from './presets.ts'
import { isZero, reaches } from './rounding.ts'

/** Weight by head; the weights of all heads sum to 1. */
export interface HeadWeights {
  readonly [head: string]: number
}

export const supportMin = 5 / 9
export const agreeingMin = 3

const crowdFrom = 4
const crowdBonus = 0.03
const probabilityBonuses = [
  { from: 0.85, bonus: 0.08 },
  { from: 0.75, bonus: 0.05 },
  { from: 0.6, bonus: 0.02 },
] as const

export interface Consensus {
  /** FLAT when the weighted votes cancel or none is valid: no opportunity. */
  readonly direction: Direction
  /** Σ w·(±p) over the valid votes. */
  readonly score: number
  /** Weight of the agreeing valid votes over that of all valid votes, FLAT included. */
  readonly support: number
  readonly agreeing: number
  readonly valid: number
  /** Weighted mean of the agreeing heads' probability; it also sets the bonus. */
  readonly probability: number
  readonly confidence: number
  readonly agreeingHeads: readonly string[]
}

export function isValidVote(vote: Vote, thresholds: VoteThresholds, atMs: number): boolean {
  return (
    vote.validity === 'OK' &&
    vote.valid_until >= atMs &&
    vote.probability >= thresholds.probabilityMin &&
    vote.confidence >= thresholds.confidenceMin
  )
}

function signOf(direction: Direction): number {
  return direction === 'LONG' ? 1 : direction === 'SHORT' ? -1 : 0
}

function bonusOf(agreeing: number, probability: number): number {
  const crowd = crowdBonus * Math.max(0, agreeing - crowdFrom)
  const sure = probabilityBonuses.find(({ from }) => reaches(probability, from))?.bonus ?? 0
  return crowd + sure
}

/**
 * Weighs the votes on one candle. A head without a weight in force is not heard. Which votes are valid is told by what
 * the heads say; what they say counts as calibrated, where that is given.
 */
export function weighVotes(
  votes: readonly Vote[],
  weights: HeadWeights,
  thresholds: VoteThresholds,
  atMs: number,
  calibration: CalibrationByHead = {},
): Consensus {
  const valid = votes.filter(
    (vote) => weights[vote.head] !== undefined && isValidVote(vote, thresholds, atMs),
  )
  const weightOf = (vote: Vote): number => weights[vote.head] ?? 0
  const probabilityOf = (vote: Vote): number => calibrated(calibration[vote.head], vote.probability)

  let score = 0
  let validWeight = 0
  for (const vote of valid) {
    score += weightOf(vote) * signOf(vote.direction) * probabilityOf(vote)
    validWeight += weightOf(vote)
  }
  const direction: Direction = isZero(score) ? 'FLAT' : score > 0 ? 'LONG' : 'SHORT'

  const agreeing = valid.filter((vote) => direction !== 'FLAT' && vote.direction === direction)
  let agreeingWeight = 0
  let probabilitySum = 0
  let confidenceSum = 0
  for (const vote of agreeing) {
    agreeingWeight += weightOf(vote)
    probabilitySum += weightOf(vote) * probabilityOf(vote)
    confidenceSum += weightOf(vote) * vote.confidence
  }
  const support = validWeight > 0 ? agreeingWeight / validWeight : 0
  const probability = agreeingWeight > 0 ? probabilitySum / agreeingWeight : 0
  const mean = agreeingWeight > 0 ? confidenceSum / agreeingWeight : 0
  const confidence =
    agreeingWeight > 0 ? Math.min(1, mean + bonusOf(agreeing.length, probability)) : 0

  return {
    direction,
    score,
    support,
    agreeing: agreeing.length,
    valid: valid.length,
    probability,
    confidence,
    agreeingHeads: agreeing.map((vote) => vote.head),
  }
}

/** The whole of the consensus gate: a direction, enough support, enough heads, enough confidence. */
export function passesConsensus(consensus: Consensus, preset: Preset): boolean {
  return (
    consensus.direction !== 'FLAT' &&
    reaches(consensus.support, supportMin) &&
    consensus.agreeing >= agreeingMin &&
    reaches(consensus.confidence, preset.consensusConfidenceMin)
  )
}
