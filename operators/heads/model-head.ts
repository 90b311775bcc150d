import type {
  Direction,
  FeatureVector,
  HeadVotes,
  Vote,
} from '../../schemas/contracts.generated.ts'
import { isTimeframe, timeframeMs } from '../timeframe.ts'
import type { CastVotes } from './head-votes.ts'
import type { Caster } from './vote.ts'

/** Of the tenth slot, which takes a model. */
export const modelHeadId = 'HEAD_J'

/** Probabilities in the order of its classes, or why there are none. */
export type Classified =
  | { readonly probabilities: readonly number[] }
  | { readonly failure: string }

/** A classifier over features that works elsewhere. What goes wrong there is in what it gives: it never rejects. */
export interface Classifier {
  /** `name-version`; the version follows its file. */
  readonly modelVersion: string
  /** What its input holds, in order. */
  readonly features: readonly string[]
  readonly classes: readonly Direction[]
  classify(values: Float32Array): Promise<Classified>
}

/**
 * The vote of a model on a closed candle: the most probable of its classes, FLAT where that has a probability below `probabilityMin`. Its confidence is how far the
 * probability lies between that of a guess, 0, and certainty, 1. A feature that is not there yet goes in as NaN.
 */
export async function modelVote(
  classifier: Classifier,
  vector: FeatureVector,
  probabilityMin: number,
): Promise<Vote> {
  const read = vector as unknown as { readonly [feature: string]: number | null | undefined }
  const values = Float32Array.from(classifier.features, (name) => read[name] ?? Number.NaN)
  const absent = classifier.features.filter((name) => read[name] == null)
  const classified = await classifier.classify(values)
  const about = { classifier, vector, absent }
  if ('failure' in classified) return noVote(about, 'ERROR', classified.failure)
  const { probabilities } = classified
  const { classes } = classifier
  if (!probabilities.every(Number.isFinite)) {
    return absent.length > 0
      ? noVote(about, 'WARMING', `it takes every feature; absent: ${absent.join(', ')}`)
      : noVote(about, 'ERROR', `it gave ${probabilities.join(', ')}`)
  }
  if (!areProbabilities(probabilities, classes.length))
    return noVote(
      about,
      'ERROR',
      `these are no probabilities of ${classes.length} classes: ${probabilities.join(', ')}`,
    )
  const best = probabilities.reduce(
    (at, p, index) => (p > (probabilities[at] as number) ? index : at),
    0,
  )
  const probability = Math.min(1, probabilities[best] as number)
  const guess = 1 / classes.length
  const told = classes.map((name, at) => `${name} ${(probabilities[at] as number).toFixed(3)}`)
  const certain = probability >= probabilityMin
  return {
    ...common(about),
    direction: certain ? (classes[best] as Direction) : 'FLAT',
    probability,
    confidence: Math.max(0, (probability - guess) / (1 - guess)),
    validity: 'OK',
    reasons: certain ? [told.join(', ')] : [told.join(', '), `none reaches ${probabilityMin}`],
    absent,
  }
}

/** Puts the vote of a model behind those that were cast. */
export function withModelVote(classifier: Classifier, probabilityMin: number) {
  return async ({ votes, vector }: CastVotes): Promise<HeadVotes> => {
    const vote = await modelVote(classifier, vector, probabilityMin)
    return { ...votes, votes: [...votes.votes, vote] }
  }
}

interface About {
  readonly classifier: Classifier
  readonly vector: FeatureVector
  readonly absent: readonly string[]
}

function common({ classifier, vector }: About) {
  const { timeframe, close_time: closeMs } = vector
  const caster: Caster = { head: modelHeadId, modelVersion: classifier.modelVersion }
  return {
    head: caster.head,
    model_version: caster.modelVersion,
    valid_until: closeMs + (isTimeframe(timeframe) ? timeframeMs[timeframe] : 0),
  }
}

function noVote(about: About, validity: 'ERROR' | 'WARMING', reason: string): Vote {
  return {
    ...common(about),
    direction: 'FLAT',
    probability: 0.5,
    confidence: 0,
    validity,
    reasons: [reason],
    absent: about.absent,
  }
}

function areProbabilities(values: readonly number[], count: number): boolean {
  let sum = 0
  for (const value of values) {
    if (value < -roundingRoom || value > 1 + roundingRoom) return false
    sum += value
  }
  return values.length === count && Math.abs(sum - 1) <= roundingRoom
}

/** Sums of numbers of single precision. */
const roundingRoom = 1e-3
