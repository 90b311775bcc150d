import { expect, test } from 'vitest'
import { defineOperator } from '../../engine/core/operator.ts'
import { testDriver } from '../../engine/testing/driver.ts'
import {
  OperatorRun,
  type OperatorUnderTest,
  underTest,
} from '../../engine/testing/operator-run.ts'
import type { Candle, FeatureVector } from '../../schemas/contracts.generated.ts'
import { createFeatureState, featureCount, updateFeatures } from './catalogue.ts'
import { features } from './features.ts'
import { featureValues } from './testing/feature-values.ts'
import { closesOf } from './testing/series.ts'

const hourMs = 3_600_000
const candles = closesOf(Array.from({ length: 60 }, (_, at) => 100 + (at % 7) + at / 10))

const present = underTest(['candle'], ({ candle }) => ({
  out: candle.pipe(features({ id: 'features', epochMs: 900_000 })),
}))

function driver() {
  return testDriver(['candle'], ({ candle }) => ({
    out: candle.pipe(features({ id: 'features', epochMs: 900_000 })),
  }))
}

test('each closed candle gives one vector, which says which candle it is of', () => {
  const run = driver()
  for (const candle of candles) run.feed('candle', 'BTCUSDT', candle, candle.open_time + hourMs)
  const vectors = run.values('out') as readonly FeatureVector[]
  expect(vectors).toHaveLength(candles.length)
  expect(vectors.at(-1)).toMatchObject({
    symbol: 'BTCUSDT',
    timeframe: '1h',
    open_time: 59 * hourMs,
    close_time: 60 * hourMs,
    close: candles.at(-1)?.close,
  })
  expect(vectors.at(-1)?.sma_20).not.toBeNull()
  expect(vectors.at(-1)?.sma_200).toBeNull()
})

test('revisions and candles that come again change nothing', () => {
  const run = driver()
  const [first, second] = candles as [Candle, Candle]
  run.feed('candle', 'BTCUSDT', second, 2 * hourMs)
  run.feed('candle', 'BTCUSDT', { ...second, close: 999, revision: 1 }, 2 * hourMs)
  run.feed('candle', 'BTCUSDT', first, 2 * hourMs)
  expect(run.values('out')).toHaveLength(1)
  expect(run.counts()).toEqual({ 'features.out-of-order-candles': 1 })
})

/** The operator as it was when each indicator kept all that it needed by itself. */
const before: OperatorUnderTest = underTest(['candle'], ({ candle }) => ({
  out: candle.pipe(
    defineOperator<Candle, unknown, { lastOpenMs: number; indicators: readonly unknown[] }>({
      id: 'features',
      version: 2,
      onRecord(value, context) {
        const indicators = [
          { window: { values: new Float64Array(20), next: 1, count: 1 }, total: 5 },
        ]
        context.store.put({ lastOpenMs: value.open_time, indicators }, value.timeframe)
      },
    }),
  ),
}))

test('over a state of before, the indicators warm up anew and no candle is taken twice', () => {
  const run = new OperatorRun(before)
  const give = (some: readonly Candle[], leastMs = 0): void => {
    for (const value of some)
      run.append({
        input: 'candle',
        key: 'BTCUSDT',
        value,
        timeMs: Math.max(leastMs, value.open_time + hourMs),
      })
    while (run.run(Number.MAX_SAFE_INTEGER));
    run.commit()
  }
  give(candles.slice(0, 40))
  run.redeploy(present)
  give(candles.slice(35), 40 * hourMs)
  const vectors = run.list('out').map(({ value }) => value as FeatureVector)
  expect(vectors.map((vector) => vector.open_time)).toEqual(
    candles.slice(40).map((candle) => candle.open_time),
  )

  const state = createFeatureState()
  const values = new Float64Array(featureCount)
  for (const candle of candles.slice(40)) updateFeatures(state, candle, values)
  expect(vectors.at(-1)).toMatchObject(featureValues(values))
})
