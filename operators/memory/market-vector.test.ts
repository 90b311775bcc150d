import { expect, test } from 'vitest'
import { statisticNames, statisticsOf } from './market-statistics.ts'
import { createStatisticMoments, marketVector, vectorDimensions } from './market-vector.ts'
import { featuresWith } from './testing/market-state.ts'
import { textDimensions } from './text-encoder.ts'

const known = {
  roc_12: 2,
  rsi_14: 60,
  plus_di_14: 30,
  minus_di_14: 10,
  adx_14: 25,
  natr_14: 1,
  relative_volume_20: 1.5,
  close: 110,
  bollinger_lower: 100,
  bollinger_upper: 120,
  atr_14: 2,
  ema_50: 105,
  macd_histogram: -1,
}

test('the nine statistics do not depend on the price level', () => {
  expect(Object.values(statisticsOf(featuresWith(known)))).toEqual([
    2, 60, 20, 25, 1, 1.5, 0.5, 2.5, -0.5,
  ])
})

test('a vector is its text, then its statistics in deviations, each weighed 0.35', () => {
  const text = new Float32Array(textDimensions).fill(0.5)
  const moments = createStatisticMoments()
  for (const rsi_14 of [40, 60]) marketVector(text, featuresWith({ ...known, rsi_14 }), moments)
  const { vector, absent } = marketVector(text, featuresWith({ ...known, rsi_14: 50 }), moments)
  expect(absent).toEqual([])
  expect(vector).toHaveLength(vectorDimensions)
  expect(vector.subarray(0, textDimensions)).toEqual(text)
  // The mean again, while nothing else has moved at all.
  expect([...vector.subarray(textDimensions)]).toEqual(statisticNames.map(() => 0))
  const far = marketVector(text, featuresWith({ ...known, rsi_14: 70 }), moments).vector
  // 40, 60, 50, 70: mean 55, deviation √125.
  expect(far[textDimensions + 1]).toBeCloseTo((0.35 * 15) / Math.sqrt(125), 6)
})

test('an absent statistic is named and moves no mean', () => {
  const moments = createStatisticMoments()
  const features = featuresWith({ ...known, relative_volume_20: null, atr_14: null })
  const { absent } = marketVector(new Float32Array(textDimensions), features, moments)
  expect(absent).toEqual(['relative_volume', 'distance_from_average_atr', 'momentum_atr'])
  expect(moments.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 0, 1, 0, 0])
})
