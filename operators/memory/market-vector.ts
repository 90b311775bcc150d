import type { FeatureVector } from '../../schemas/contracts.generated.ts'
import { statisticNames, statisticsOf } from './market-statistics.ts'
import { addTo, createMoments, type RunningMoments, standardised } from './running-moments.ts'
import { textDimensions } from './text-encoder.ts'

/** 384 of the text and nine statistics. */
export const vectorDimensions = textDimensions + statisticNames.length

/** Of each statistic, against the text's length of 1: unweighted they drown in it or drown it (see docs/memory.md). */
const statisticWeight = 0.35
const deviationsMax = 4

/** Of each statistic, in their order; of one symbol. */
export type StatisticMoments = readonly RunningMoments[]

export function createStatisticMoments(): StatisticMoments {
  return statisticNames.map(createMoments)
}

export interface MarketVector {
  readonly vector: Float32Array
  /** Statistics that were absent: theirs is the place of the mean, which says nothing. */
  readonly absent: readonly string[]
}

/** Takes the state's statistics into the running moments and puts them, standardised, behind its text. */
export function marketVector(
  text: Float32Array,
  features: FeatureVector,
  moments: StatisticMoments,
): MarketVector {
  const vector = new Float32Array(vectorDimensions)
  vector.set(text)
  const statistics = statisticsOf(features)
  const absent: string[] = []
  statisticNames.forEach((name, at) => {
    const value = statistics[name]
    const running = moments[at]
    if (value === null || running === undefined) {
      absent.push(name)
      return
    }
    addTo(running, value)
    vector[textDimensions + at] = statisticWeight * standardised(running, value, deviationsMax)
  })
  return { vector, absent }
}
