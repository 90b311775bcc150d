import type { Outcome, Weights } from '../../schemas/contracts.generated.ts'
import { isValidVote } from '../consensus/consensus.ts'
import type { LearningConfig } from './learning-config.ts'
import type { LessonsTaken } from './lessons-taken.ts'
import { stepWeights } from './projection.ts'
import { randomSequence } from './random.ts'
import { ruleScores, type Scores, type TaughtOutcome } from './rule.ts'

/** A weight and the 2.5 to 97.5 % quantiles of the same weight under heads that flip coins. */
export interface AgainstCoinFlips {
  readonly head: string
  readonly weight: number
  readonly low: number
  readonly high: number
  /** Not above `high`: coin flips give as much in at least 2.5 of 100 histories. */
  readonly withinNoise: boolean
}

export interface WeightsNoise {
  /** Lessons since the equal start, or since a person set the weights. */
  readonly lessons: number
  /** The newest of them, which were simulated. */
  readonly simulated: number
  /** The largest weight now. */
  readonly largest: AgainstCoinFlips
  /**
   * The largest of the heads' mean weights over the simulated lessons. A single weight soon wanders
   * to its bound by luck alone; a mean does not, and still tells skill after many lessons.
   */
  readonly largestMean: AgainstCoinFlips
  /** Whether coin flips alone reach the largest weight that is allowed: then the largest weight tells nothing. */
  readonly reachesBound: boolean
}

/** Lessons that are simulated: 40 to 80 lessons on, the weights have forgotten where they began. */
export const simulatedMax = 80
const historiesCount = 200

/**
 * The largest weight against the same lessons with heads that agree or not by the flip of a coin,
 * and outcomes that win by one. Which heads spoke on each lesson, and how confident each was, is
 * as it was; so are the learning rate, the projection and the weights at the beginning. Daily and
 * weekly steps are left out. The same seed gives the same numbers on every machine.
 */
export function weightsNoise(
  taken: LessonsTaken,
  outcomes: ReadonlyMap<string, TaughtOutcome>,
  config: LearningConfig,
  seed: number,
): WeightsNoise {
  const taught = taken.taught.slice(-simulatedMax)
  const lessons = taught.flatMap(({ cause }) => {
    const outcome = outcomes.get(cause)
    return outcome === undefined ? [] : [choicesOf(outcome, taken.start, config)]
  })
  const now = taught.at(-1)?.weights ?? taken.start
  const means = meanWeights(
    taught.map(({ weights }) => weights),
    taken.start,
  )
  const histories = flipHistories(taken.start, lessons, config, seed)
  const largest = against(
    now,
    histories.map(({ largest: value }) => value),
  )
  const heads = Object.keys(taken.start).length
  return {
    lessons: taken.count,
    simulated: lessons.length,
    largest,
    largestMean: against(
      means,
      histories.map(({ largestMean: value }) => value),
    ),
    reachesBound: largest.high >= config.limits.largestShare / heads - 1e-12,
  }
}

/** What the rule says of each head that spoke, by how the lesson falls. */
interface Choices {
  readonly heads: readonly string[]
  readonly won: { readonly agreed: Scores; readonly apart: Scores }
  readonly lost: { readonly agreed: Scores; readonly apart: Scores }
}

function choicesOf(
  outcome: TaughtOutcome,
  weights: Weights['weights'],
  config: LearningConfig,
): Choices {
  const spoken = outcome.votes.filter((vote) => isValidVote(vote, config.vote, outcome.signal_time))
  const scores = (won: boolean, direction: Outcome['direction']): Scores =>
    ruleScores(
      { ...outcome, won, votes: spoken.map((vote) => ({ ...vote, direction })) },
      weights,
      config,
    )
  const won = { agreed: scores(true, outcome.direction), apart: scores(true, 'FLAT') }
  const lost = { agreed: scores(false, outcome.direction), apart: scores(false, 'FLAT') }
  return { heads: Object.keys(won.agreed).sort(), won, lost }
}

function flipHistories(
  start: Weights['weights'],
  lessons: readonly Choices[],
  config: LearningConfig,
  seed: number,
): readonly { readonly largest: number; readonly largestMean: number }[] {
  const random = randomSequence(seed)
  return Array.from({ length: historiesCount }, () => {
    const course: Weights['weights'][] = []
    let weights = start
    for (const { heads, won, lost } of lessons) {
      const { agreed, apart } = random() < 0.5 ? won : lost
      const scores: { [head: string]: number } = {}
      for (const head of heads) scores[head] = (random() < 0.5 ? agreed : apart)[head] ?? 0
      weights = stepWeights(weights, scores, config.limits)
      course.push(weights)
    }
    return {
      largest: Math.max(...Object.values(weights)),
      largestMean: Math.max(...Object.values(meanWeights(course, start))),
    }
  })
}

function meanWeights(
  course: readonly Weights['weights'][],
  start: Weights['weights'],
): Weights['weights'] {
  if (course.length === 0) return start
  return Object.fromEntries(
    Object.keys(start).map((head) => {
      let sum = 0
      for (const weights of course) sum += weights[head] ?? 0
      return [head, sum / course.length]
    }),
  )
}

function against(weights: Weights['weights'], flips: readonly number[]): AgainstCoinFlips {
  const sorted = flips.slice().sort((a, b) => a - b)
  const low = sorted[Math.ceil(0.025 * sorted.length) - 1] ?? Number.NaN
  const high = sorted[Math.ceil(0.975 * sorted.length) - 1] ?? Number.NaN
  let head = ''
  let weight = Number.NEGATIVE_INFINITY
  // Of equal weights the first by name.
  for (const name of Object.keys(weights).sort()) {
    const value = weights[name] ?? 0
    if (value > weight) {
      head = name
      weight = value
    }
  }
  // Equal weights must not stand out by the last bit of a sum.
  return { head, weight, low, high, withinNoise: weight <= high + 1e-12 }
}
