import { expect, test } from 'vitest'
import type { Candle } from '../../../schemas/contracts.generated.ts'
import { createFeatureState, featureCount, updateFeatures } from '../../features/catalogue.ts'
import type { FeatureValues } from '../../features/indicator.ts'
import { featureValues } from '../../features/testing/feature-values.ts'
import { type Bar, bar, draw } from '../testing/chart.ts'
import { harvest, type Plant } from '../testing/planted.ts'
import { volume } from './volume.ts'

/** Rises and falls in turn, the rises on `up` volume, and a last candle with a body of one ATR. */
function chart(up: number, down: number, last: number): Bar[] {
  const bars = Array.from({ length: 30 }, (_, index) =>
    index % 2 === 0 ? bar(100, 101, 100, 101, up) : bar(101, 101, 100, 100, down),
  )
  return [...bars, bar(100, 101, 100, 101, last)]
}

const features = { relative_volume_20: 2.8, mfi_14: 72, rsi_14: 54, vwap: 99 }

test('volume is LONG where rising candles carry the volume and the last one is a push', () => {
  const vote = volume(draw({ bars: chart(20, 8, 40), features }))
  expect(vote).toMatchObject({ head: 'HEAD_C', direction: 'LONG', validity: 'OK' })
  expect(vote.probability).toBeGreaterThan(0.7)
  expect(vote.absent).toEqual(['15m.taker_buy_ratio_20'])
})

test('volume is not convinced by the same prices on even volume', () => {
  const even = { ...features, relative_volume_20: 1, mfi_14: 54 }
  const vote = volume(draw({ bars: chart(10, 10, 10), features: even }))
  expect(vote.probability).toBeLessThan(0.55)
})

test('volume believes it more where takers bought, and less where little traded', () => {
  const bars = chart(20, 8, 40)
  const before = volume(draw({ bars, features }))
  const bought = volume(draw({ bars, features: { ...features, taker_buy_ratio_20: 0.56 } }))
  const thin = volume(draw({ bars, features: { ...features, relative_volume_20: 0.2 } }))
  expect(bought.confidence).toBeGreaterThan(before.confidence)
  expect(thin.confidence).toBeLessThan(before.confidence)
})

test('volume abstains where nothing traded before', () => {
  expect(volume(draw({ bars: chart(1, 1, 1) })).validity).toBe('NO_DATA')
  expect(volume(draw({ bars: chart(1, 1, 1).slice(-5) })).validity).toBe('WARMING')
})

/** Enough of the newest candles for every feature that this head reads. */
function featuresOf(candles: readonly Candle[]): FeatureValues {
  const state = createFeatureState()
  const values = new Float64Array(featureCount)
  for (const candle of candles.slice(-100)) updateFeatures(state, candle, values)
  return featureValues(values)
}

/** Two lows, the second a little lower, and a rise from it; the volume of each of the four ways. */
const lows =
  (...volumes: readonly [number, number, number, number]): Plant =>
  (pen) => {
    const from = pen.price()
    pen.leg(from - 4, 8, volumes[0])
    pen.leg(from - 1.5, 6, volumes[1])
    pen.leg(from - 4.7, 7, volumes[2])
    pen.leg(from - 1.8, 5, volumes[3])
  }

test('volume finds the second low that nobody sold, and not the one that everybody did', () => {
  const got = harvest(volume, {
    plant: lows(1.4, 1.4, 0.5, 1.8),
    near: lows(0.8, 0.6, 1.6, 0.5),
    named: /(bullish|bearish) divergence/,
    featuresOf,
  })
  expect(got.recall).toBeGreaterThan(0.95)
  expect(got.against).toBe(0)
  expect(got.precision).toBeGreaterThan(0.7)
  expect(got.unplanted).toBeLessThan(0.35)
  expect(got.near).toBeLessThan(0.05)
  expect(got.named.planted).toBeGreaterThan(0.95)
  expect(got.named.unplanted).toBeLessThan(0.2)
})
