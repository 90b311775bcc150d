import { expect, test } from 'vitest'
import { defineOperator } from '../../engine/core/operator.ts'
import { testDriver } from '../../engine/testing/driver.ts'
import {
  OperatorRun,
  type OperatorUnderTest,
  underTest,
} from '../../engine/testing/operator-run.ts'
import type { Candle, FeatureVector } from '../../schemas/contracts.generated.ts'
import { featureCount, indicators } from './catalogue.ts'
import { features } from './features.ts'
import { featureValues } from './testing/feature-values.ts'
import { closesOf } from './testing/series.ts'

const hourMs = 3_600_000
const candles = closesOf(Array.from({ length: 60 }, (_, at) => 100 + (at % 7) + at / 10))

const present = underTest(['candle'], ({ candle }) => ({
  out: candle.pipe(features({ id: 'features' })),
}))

function driver() {
  return testDriver(['candle'], ({ candle }) => ({
    out: candle.pipe(features({ id: 'features' })),
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

/** The operator as it was when there were 25 indicators. */
const first25: OperatorUnderTest = underTest(['candle'], ({ candle }) => ({
  out: candle.pipe(
    defineOperator<Candle, unknown, { lastOpenMs: number; indicators: readonly unknown[] }>({
      id: 'features',
      version: 1,
      onRecord(value, context) {
        const known = indicators.slice(0, 25)
        const state = context.store.get(value.timeframe) ?? {
          lastOpenMs: 0,
          indicators: known.map((indicator) => indicator.create()),
        }
        const ignored = new Float64Array(featureCount)
        known.forEach((indicator, at) => {
          indicator.update(state.indicators[at], value, ignored, 0)
        })
        context.store.put({ ...state, lastOpenMs: value.open_time }, value.timeframe)
      },
    }),
  ),
}))

test('the state of 25 indicators goes on, and those that were added warm up', () => {
  const run = new OperatorRun(first25)
  const give = (some: readonly Candle[]): void => {
    for (const value of some)
      run.append({ input: 'candle', key: 'BTCUSDT', value, timeMs: value.open_time + hourMs })
    while (run.run(Number.MAX_SAFE_INTEGER));
    run.commit()
  }
  give(candles.slice(0, 40))
  run.redeploy(present)
  give(candles.slice(40))
  const vector = run.list('out').at(-1)?.value as FeatureVector

  const whole = new Float64Array(featureCount)
  const young = new Float64Array(featureCount)
  let at = 0
  indicators.forEach((indicator, index) => {
    const states = [indicator.create(), indicator.create()] as const
    for (const candle of candles) indicator.update(states[0], candle, whole, at)
    for (const candle of candles.slice(40)) indicator.update(states[1], candle, young, at)
    at += indicator.names.length
    const expected = featureValues(index < 25 ? whole : young)
    for (const name of indicator.names) expect(vector[name], name).toBe(expected[name])
  })
})
