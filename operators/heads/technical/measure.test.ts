import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { indicators } from '../../features/catalogue.ts'
import type { FeatureName, FeatureValues } from '../../features/indicator.ts'
import { createFeatureValues } from '../../features/testing/feature-values.ts'
import { turnedFeatures } from '../testing/turned-features.ts'
import { around, inAtr, inRanges, type Measure, type Numbers, overLine } from './measure.ts'
import { momentumMeasures } from './momentum-measures.ts'
import { trendMeasures } from './trend-measures.ts'
import { volatilityMeasures } from './volatility-measures.ts'

const groups: readonly (readonly [string, readonly Measure[]])[] = [
  ['trend', trendMeasures],
  ['momentum', momentumMeasures],
  ['volatility', volatilityMeasures],
]
const all = groups.flatMap(([, measures]) => measures)
const names = indicators.flatMap((indicator) => indicator.names)

/** What says nothing of a direction by itself, and why. */
const silent: { readonly [name in FeatureName]?: string } = {
  atr_14: 'the unit',
  stddev_20: 'a width',
  realized_volatility_20: 'a width',
  garman_klass_20: 'a width',
  parkinson_20: 'a width',
  ulcer_14: 'how deep it fell, whatever it does now',
  relative_volume_20: 'how much, not on which side',
  pvo: 'how much, not on which side',
  pvo_signal: 'how much, not on which side',
  pvo_histogram: 'how much, not on which side',
  obv: 'a sum since the first candle: only its way says something',
  ad_line: 'a sum since the first candle',
  cvd: 'a sum since the first candle',
  dpo_20: 'about the close of eleven candles ago',
  macd_signal: 'in the histogram',
  aroon_up_25: 'in the oscillator',
  aroon_down_25: 'in the oscillator',
  keltner_middle: 'in the edges of the channel',
  donchian_middle: 'in the edges of the channel',
  choppiness_14: 'how far the trend is believed',
  hurst_100: 'how far the trend is believed',
  true_range: 'how far the channels are believed',
}

test('every feature speaks in a measure or is known to be silent', () => {
  const spoken = new Set(all.flatMap(({ needs }) => needs))
  for (const name of names) {
    expect([spoken.has(name), silent[name] !== undefined], name).toContain(true)
    expect(spoken.has(name) && silent[name] !== undefined, name).toBe(false)
  }
})

test('no two measures have one name', () => {
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
})

const values: fc.Arbitrary<FeatureValues> = fc
  .array(fc.integer({ min: -6_400, max: 6_400 }), {
    minLength: names.length,
    maxLength: names.length,
  })
  .map((drawn) => {
    const features = createFeatureValues()
    names.forEach((name, at) => {
      features[name] = (drawn[at] ?? 0) / 64
    })
    return { ...features, natr_14: Math.abs(features.natr_14 ?? 0) }
  })

describe('every measure of', () => {
  for (const [group, measures] of groups) {
    test(`${group} says the opposite of the same chart upside down`, () => {
      fc.assert(
        fc.property(values, fc.integer({ min: -100, max: 100 }), (features, close) => {
          const turned = turnedFeatures(features, 0)
          for (const { name, score } of measures) {
            const here = score(features as Numbers, { close, atr: 2 })
            const there = score(turned as Numbers, { close: -close, atr: 2 })
            expect(there, name).toBeCloseTo(-here, 6)
          }
        }),
        { numRuns: 100 },
      )
    })
  }
})

test('measures are scaled by ATR, by a middle and by the usual range', () => {
  const features = { sma_20: 98, rsi_14: 64, mom_10: 3, roc_12: 2, natr_14: 0.5 } as Numbers
  const unit = { close: 100, atr: 2 }
  expect(overLine('', 'sma_20', 4).score(features, unit)).toBe(0.25)
  expect(around('', 'rsi_14', 50, 28).score(features, unit)).toBe(0.5)
  expect(inAtr('', 'mom_10', 3).score(features, unit)).toBe(0.5)
  expect(inRanges('', 'roc_12', 4).score(features, unit)).toBe(1)
  expect(inRanges('', 'roc_12', 4).score({ ...features, natr_14: 0 }, unit)).toBe(0)
})

test('the Ichimoku cloud is without a side inside, and above it by the distance from its top', () => {
  const cloud = trendMeasures.find(({ name }) => name === 'Ichimoku cloud')
  const features = { ichimoku_senkou_a: 98, ichimoku_senkou_b: 95 } as Numbers
  const at = (close: number) => cloud?.score(features, { close, atr: 1 })
  expect([at(96), at(98), at(99.5), at(93.5)]).toEqual([0, 0, 0.5, -0.5])
})
