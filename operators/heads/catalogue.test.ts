import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Vote } from '../../schemas/contracts.generated.ts'
import { createFeatureState, featureCount, updateFeatures } from '../features/catalogue.ts'
import type { FeatureValues } from '../features/indicator.ts'
import { featureValues } from '../features/testing/feature-values.ts'
import { castVotes, heads } from './catalogue.ts'
import type { HeadInput } from './head.ts'
import { type Bar, bar, closeTimeMs, draw, known, mirrored } from './testing/chart.ts'
import { turnedFeatures } from './testing/turned-features.ts'

/** Prices in 64ths around this one, so that turning a chart upside down is exact. */
const middle = 1_024

const step = fc.tuple(
  fc.integer({ min: -64, max: 64 }),
  fc.nat(40),
  fc.nat(40),
  fc.integer({ min: 1, max: 200 }),
)

const charts: fc.Arbitrary<Bar[]> = fc
  .array(step, { minLength: 70, maxLength: 120 })
  .map((steps) => {
    const bars: Bar[] = []
    for (const [move, up, down, volume] of steps) {
      const open = bars.at(-1)?.close ?? middle
      const close = open + move / 64
      const high = Math.max(open, close) + up / 64
      bars.push(bar(open, high, Math.min(open, close) - down / 64, close, volume))
    }
    return bars
  })

function featuresOf(bars: readonly Bar[]): FeatureValues {
  const state = createFeatureState()
  const out = new Float64Array(featureCount)
  for (const candle of draw({ bars }).candles['15m'] ?? []) updateFeatures(state, candle, out)
  return { ...featureValues(out), taker_buy_ratio_20: 0.53 }
}

function inputOf(bars: readonly Bar[], features: FeatureValues, mood: number): HeadInput {
  const context = { fear_greed: known(mood) }
  return draw({ bars, hourly: bars, features, hourlyFeatures: features, context })
}

function expectWellFormed(vote: Vote): void {
  expect(vote.probability).toBeGreaterThanOrEqual(0.5)
  expect(vote.probability).toBeLessThan(1)
  expect(vote.confidence).toBeGreaterThanOrEqual(0)
  expect(vote.confidence).toBeLessThanOrEqual(1)
  expect(vote.valid_until).toBeGreaterThan(closeTimeMs)
  expect(vote.reasons.length).toBeGreaterThan(0)
  expect(vote.reasons.join()).not.toMatch(/NaN|Infinity|undefined/)
}

test('the catalogue holds nine heads in order, and each votes under its own id', () => {
  const ids = heads.map(({ caster }) => caster.head)
  expect(ids).toEqual([...'ABCDEFGHI'].map((letter) => `HEAD_${letter}`))
  expect(new Set(heads.map(({ name }) => name)).size).toBe(9)
  expect(castVotes(draw({})).map(({ head }) => head)).toEqual(ids)
})

test('every vote, and every refusal to vote, tells the version of its head', () => {
  const versions = heads.map(({ name }) => expect.stringMatching(new RegExp(`^${name}-[1-9]\\d*$`)))
  const bars = Array.from({ length: 120 }, (_, index) => bar(100 + (index % 3), 104, 99, 101))
  for (const input of [draw({}), inputOf(bars, featuresOf(bars), 90)]) {
    expect(castVotes(input).map((vote) => vote.model_version)).toEqual(versions)
  }
})

test('votes on any chart are well formed, repeatable, and leave their input alone', () => {
  fc.assert(
    fc.property(charts, fc.nat(100), (bars, mood) => {
      const input = inputOf(bars, featuresOf(bars), mood)
      const copy = structuredClone(input)
      const votes = castVotes(input)
      for (const vote of votes) expectWellFormed(vote)
      expect(votes.every(({ validity }) => validity !== 'ERROR')).toBe(true)
      expect(castVotes(copy)).toStrictEqual(votes)
      expect(input).toStrictEqual(copy)
    }),
    { numRuns: 100 },
  )
})

test('votes on a chart upside down are the same for the other side', () => {
  fc.assert(
    fc.property(charts, fc.nat(100), (bars, mood) => {
      const features = featuresOf(bars)
      const votes = castVotes(inputOf(bars, features, mood))
      const opposite = castVotes(
        inputOf(mirrored(bars, middle), turnedFeatures(features, middle), 100 - mood),
      )
      votes.forEach((vote, index) => {
        const other = opposite[index]
        expect(other?.probability, vote.head).toBeCloseTo(vote.probability, 6)
        expect(other?.confidence, vote.head).toBeCloseTo(vote.confidence, 6)
        const direction = { LONG: 'SHORT', SHORT: 'LONG', FLAT: 'FLAT' }[vote.direction]
        expect(other?.direction, vote.head).toBe(direction)
      })
    }),
    { numRuns: 100 },
  )
})

test('votes on candles that never traded abstain or are FLAT, and nothing breaks', () => {
  const bars = Array.from({ length: 120 }, () => bar(100, 100, 100, 100, 0))
  const features = { ...featuresOf(bars), taker_buy_ratio_20: null }
  for (const vote of castVotes(draw({ bars, hourly: bars, features }))) {
    expect(vote.direction).toBe('FLAT')
    expect(vote.validity).not.toBe('ERROR')
  }
})

test('a head is stale when the newest candle is not the one that closed', () => {
  const bars = Array.from({ length: 120 }, (_, index) => bar(100 + (index % 3), 104, 99, 101))
  const input = draw({ bars, features: featuresOf(bars) })
  const late = { ...input, closeTimeMs: input.closeTimeMs + 900_000 }
  const technical = castVotes(late)[0]
  expect(technical).toMatchObject({ validity: 'STALE' })
  expect(technical?.reasons).toEqual(['newest 15m candle closed 15 min before'])
})
