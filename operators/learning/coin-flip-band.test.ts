import { describe, expect, test } from 'vitest'
import type { Weights } from '../../schemas/contracts.generated.ts'
import { nineEqual } from '../consensus/testing/votes.ts'
import { simulatedMax, weightsNoise } from './coin-flip-band.ts'
import { learningDefaults as config } from './learning-config.ts'
import { lessonsTaken } from './lessons-taken.ts'
import { randomSequence } from './random.ts'
import { type Learned, learnFromOutcome, type TaughtOutcome } from './rule.ts'
import { outcome } from './testing/outcomes.ts'

/** Lessons in which HEAD_A is right so often, and the other eight heads flip coins. */
function taught(lessons: number, rightShare: number, seed = 1) {
  const random = randomSequence(seed)
  const outcomes = new Map<string, TaughtOutcome>()
  const versions: Weights[] = []
  let learned: Learned = { weights: nineEqual, hit_rate: {}, contribution: {} }
  for (let version = 1; version <= lessons; version++) {
    const won = random() < 0.5
    const right = random() < rightShare
    const others = Array.from({ length: 8 }, () => (random() < 0.5 ? 'L' : 'S')).join('')
    const lesson = outcome(`${right === won ? 'L' : 'S'}${others}`, { won })
    learned = learnFromOutcome(learned, lesson, config)
    const { weights, hit_rate, contribution } = learned
    const cause = `outcome-${version}`
    outcomes.set(cause, lesson)
    versions.push({
      version,
      weights,
      trigger: 'outcome',
      cause,
      effective_from: version,
      metrics: {},
      hit_rate,
      contribution,
      calibration: {},
    })
  }
  return { versions, outcomes }
}

function noiseOf(lessons: number, rightShare: number, seed = 1) {
  const { versions, outcomes } = taught(lessons, rightShare, seed)
  return weightsNoise(lessonsTaken(versions, nineEqual, simulatedMax), outcomes, config, 7)
}

describe('the band of the largest weight', () => {
  test('of no lessons is the equal weight, which is within it', () => {
    const { largest, largestMean, lessons } = noiseOf(0, 0.5)
    expect(lessons).toBe(0)
    for (const one of [largest, largestMean]) {
      expect(one).toEqual({
        head: 'HEAD_A',
        weight: 1 / 9,
        low: 1 / 9,
        high: 1 / 9,
        withinNoise: true,
      })
    }
  })

  test('has equal weights within it after any number of lessons', () => {
    const { versions, outcomes } = taught(30, 0.5)
    const level = versions.map((one) => ({ ...one, weights: nineEqual }))
    const noise = weightsNoise(lessonsTaken(level, nineEqual, 80), outcomes, config, 7)
    expect([noise.largest.withinNoise, noise.largestMean.withinNoise]).toEqual([true, true])
  })

  test('is the same for the same seed, and another for another', () => {
    const { versions, outcomes } = taught(6, 0.5)
    const taken = lessonsTaken(versions, nineEqual, simulatedMax)
    const first = weightsNoise(taken, outcomes, config, 7)
    expect(weightsNoise(taken, outcomes, config, 7)).toEqual(first)
    expect(weightsNoise(taken, outcomes, config, 8).largestMean).not.toEqual(first.largestMean)
    // Written down once: the same on every machine and every Node.
    expect([first.largest.low, first.largest.high].map((value) => value.toFixed(12))).toEqual([
      '0.148169155556',
      '0.244094186667',
    ])
  })

  test('widens with lessons until coin flips reach the bound', () => {
    const highs = [1, 3, 6, 12, 40].map((lessons) => noiseOf(lessons, 0.5).largest.high)
    expect(highs).toEqual(highs.slice().sort((a, b) => a - b))
    expect(highs.at(-1)).toBeCloseTo(0.3, 12)
    expect(noiseOf(3, 0.5).reachesBound).toBe(false)
    expect(noiseOf(40, 0.5).reachesBound).toBe(true)
  })

  test('of the mean stays away from the bound', () => {
    expect(noiseOf(simulatedMax, 0.5).largestMean.high).toBeLessThan(0.27)
  })

  test('can leave a head outside that is always right, before coin flips reach the bound', () => {
    expect(noiseOf(9, 1, 3).largest).toMatchObject({ head: 'HEAD_A', withinNoise: false })
  })

  test('of the mean leaves a good head outside after many lessons, where the largest weight tells nothing', () => {
    const { largest, largestMean } = noiseOf(120, 0.85)
    expect(largest.withinNoise).toBe(true)
    expect(largestMean).toMatchObject({ head: 'HEAD_A', withinNoise: false })
  })

  test('has coin-flipping heads within it about as often as it says', () => {
    const outside = Array.from({ length: 60 }, (_, seed) => noiseOf(8, 0.5, seed)).filter(
      ({ largest }) => !largest.withinNoise,
    )
    expect(outside.length).toBeLessThanOrEqual(6)
  })

  test('simulates the newest lessons only, and says how many', () => {
    expect(noiseOf(300, 0.5)).toMatchObject({ lessons: 300, simulated: simulatedMax })
  })
})

test('heads that did not speak keep their weight in every simulated history', () => {
  const outcomes = new Map([['a', outcome('LL.......')]])
  const version = { version: 1, trigger: 'outcome', cause: 'a', metrics: {} } as const
  const weights = { ...nineEqual, HEAD_A: 0.12, HEAD_B: 2 / 9 - 0.12 }
  const versions = [
    { ...version, weights, effective_from: 0, hit_rate: {}, contribution: {}, calibration: {} },
  ]
  const { largest } = weightsNoise(lessonsTaken(versions, nineEqual, 80), outcomes, config, 7)
  expect(largest.high).toBeLessThanOrEqual(1.2 / 9)
})
