import type { Outcome, Weights } from '../../schemas/contracts.generated.ts'
import { isValidVote } from '../consensus/consensus.ts'
import type { LearningConfig } from './learning-config.ts'
import { stepWeights } from './projection.ts'

export type TaughtOutcome = Pick<Outcome, 'direction' | 'won' | 'net_pct' | 'signal_time' | 'votes'>

/** What is learned; a `Weights` record is one. */
export type Learned = Pick<Weights, 'weights' | 'hit_rate' | 'contribution'>

export interface Scores {
  readonly [head: string]: number
}

export interface Lesson extends Learned {
  /** By head with a valid vote. */
  readonly scores: Scores
}

const unknownHitRate = 0.5

/** Outcomes before the first that teaches are observed only; shadows teach no weights. */
export function teaches(
  kind: Outcome['kind'],
  outcomeNumber: number,
  config: LearningConfig,
): boolean {
  return kind === 'real' && outcomeNumber >= config.outcomesMin
}

function validVotes(outcome: TaughtOutcome, learned: Learned['weights'], config: LearningConfig) {
  return outcome.votes.filter(
    (vote) =>
      learned[vote.head] !== undefined && isValidVote(vote, config.vote, outcome.signal_time),
  )
}

/** What one outcome says about each head with a valid vote. FLAT is a disagreement. */
export function ruleScores(
  outcome: TaughtOutcome,
  weights: Learned['weights'],
  config: LearningConfig,
): Scores {
  const sign = outcome.won ? 1 : -1
  return Object.fromEntries(
    validVotes(outcome, weights, config).map((vote) => [
      vote.head,
      vote.direction === outcome.direction
        ? sign * config.learningRate * vote.confidence
        : -sign * config.learningRate * config.disagreementShare,
    ]),
  )
}

/** A head was right when it agreed with what won or stood apart from what lost. */
function rightness(outcome: TaughtOutcome, direction: Outcome['direction']): number {
  return (direction === outcome.direction) === outcome.won ? 1 : 0
}

/** Per cent of notional that a head's weight had in the outcome; against it counts the other way. */
function shareOf(outcome: TaughtOutcome, direction: Outcome['direction'], weight: number): number {
  if (direction === 'FLAT') return 0
  return (direction === outcome.direction ? 1 : -1) * weight * outcome.net_pct
}

/** One outcome later. Heads that were absent or invalid keep weight and averages. */
export function learnFromOutcome(
  learned: Learned,
  outcome: TaughtOutcome,
  config: LearningConfig,
): Lesson {
  const scores = ruleScores(outcome, learned.weights, config)
  const hitRate = { ...learned.hit_rate }
  const contribution = { ...learned.contribution }
  const follow = (average: number, value: number): number =>
    average + config.emaAlpha * (value - average)

  for (const { head, direction } of validVotes(outcome, learned.weights, config)) {
    hitRate[head] = follow(hitRate[head] ?? unknownHitRate, rightness(outcome, direction))
    const share = shareOf(outcome, direction, learned.weights[head] ?? 0)
    contribution[head] = follow(contribution[head] ?? 0, share)
  }
  return {
    weights: stepWeights(learned.weights, scores, config.limits),
    hit_rate: hitRate,
    contribution,
    scores,
  }
}
