import { deserialize, serialize } from 'node:v8'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { avro } from '../../schemas/contracts.generated.ts'
import {
  createFeatureState,
  featureCount,
  featureWarmUp,
  indicators,
  updateFeatures,
} from './catalogue.ts'
import { plainFeatures } from './plain-features.ts'
import { featureValues } from './testing/feature-values.ts'
import { randomCandles } from './testing/properties.ts'
import { closesOf } from './testing/series.ts'
import { Features } from './values.ts'

test('the catalogue fills every nullable field of a feature vector, once, in the schema’s order', () => {
  const nullable = avro.featureVector.fields.filter((field) => Array.isArray(field.type))
  const names = indicators.flatMap((indicator) => indicator.names)
  expect(names).toEqual(nullable.map((field) => field.name))
  expect(indicators).toHaveLength(69)
  const about = { symbol: 'S', timeframe: '1m', open_time: 1, close_time: 2, candle_revision: 3 }
  const counted = Float64Array.from(names, (_, at) => at)
  const vector = new Features({ ...about, close: 4, rebuilt: true }, counted)
  counted.fill(Number.NaN)
  names.forEach((name, at) => {
    expect(vector[name], name).toBe(at)
  })
  const values = Object.fromEntries(names.map((name, at) => [name, at]))
  expect(plainFeatures(vector)).toEqual({ ...about, close: 4, rebuilt: true, ...values })
  const none = plainFeatures(new Features({ ...about, close: 4, rebuilt: false }, counted))
  expect(names.filter((name) => none[name] !== null)).toEqual([])
})

test('every indicator has its first value after exactly its warm-up', () => {
  const candles = closesOf(Array.from({ length: featureWarmUp }, (_, i) => 100 + (i % 7))).map(
    (candle) => ({ ...candle, taker_buy_volume: 0.5 }),
  )
  const state = createFeatureState()
  const out = new Float64Array(featureCount)
  candles.forEach((candle, index) => {
    updateFeatures(state, candle, out)
    const values = featureValues(out)
    for (const { names, warmUp } of indicators) {
      for (const name of names) expect(values[name] !== null, name).toBe(index + 1 >= warmUp)
    }
  })
})

test('two symbols fed in turn do not touch each other, also through a serialised state', () => {
  fc.assert(
    fc.property(randomCandles, randomCandles, (one, other) => {
      const alone = createFeatureState()
      let mixed = createFeatureState()
      const noise = createFeatureState()
      const expected = new Float64Array(featureCount)
      const was = new Float64Array(featureCount)
      const ignored = new Float64Array(featureCount)
      one.forEach((candle, index) => {
        updateFeatures(alone, candle, expected)
        const interloper = other[index]
        if (interloper !== undefined) updateFeatures(noise, interloper, ignored)
        mixed = deserialize(serialize(mixed))
        updateFeatures(mixed, candle, was)
        expect(was).toStrictEqual(expected)
      })
    }),
    { numRuns: 20 },
  )
})
