import { describe, expect, test } from 'vitest'
import {
  samePrefix,
  sameUnderEveryCrash,
  sameUnderEveryCut,
  storyOf,
} from '../../engine/testing/crash.ts'
import { type OperatorUnderTest, type Step, underTest } from '../../engine/testing/operator-run.ts'
import type { Candle, FeatureVector, MarketRegime } from '../../schemas/contracts.generated.ts'
import { features } from '../features/features.ts'
import { candlesOf, type Row } from '../features/testing/series.ts'
import { randomSequence } from '../learning/random.ts'
import { featuresWith } from '../memory/testing/market-state.ts'
import { marketRegime } from './market-regime.ts'

const hour = 3_600_000

function regime(adapt: boolean): OperatorUnderTest {
  return underTest(['candle', 'daily'], ({ candle, daily }) => ({
    hourly: marketRegime({ id: 'regime', adapt })({
      candle,
      features: candle.pipe(features({ id: 'features', epochMs: 900_000 })),
    }),
    daily: marketRegime({ id: 'regime-by-hand', adapt })({ candle, features: daily }),
  }))
}

/** Hours whose moves have a size, and drift up by a part of it. */
function hours(count: number, size: number, drift = 0, from = { price: 100, seed: 3 }): Row[] {
  const random = randomSequence(from.seed)
  let { price } = from
  return Array.from({ length: count }, () => {
    const open = price
    price *= 1 + size * (random() - 0.5 + drift)
    const high = Math.max(open, price) * (1 + (size * random()) / 4)
    const low = Math.min(open, price) * (1 - (size * random()) / 4)
    return { open, high, low, close: price, volume: 1 + random() }
  })
}

function stepsOf(candles: readonly Candle[]): readonly Step[] {
  return candles.map((value) => ({
    input: 'candle',
    key: 'BTCUSDT',
    value,
    timeMs: value.open_time + hour,
  }))
}

function regimesOf(candles: readonly Candle[], adapt = true): readonly MarketRegime[] {
  const steps = [...stepsOf(candles), { beatMs: (candles.at(-1)?.open_time ?? 0) + 2 * hour }]
  const { outputs } = storyOf(regime(adapt), steps)
  return (outputs.hourly ?? []).map(({ value }) => value as MarketRegime)
}

const lastPrice = (rows: readonly Row[]) => rows.at(-1)?.close ?? 0

describe('the regime of a market', () => {
  const calm = hours(120, 0.01)
  const rush = hours(40, 0.06, 0, { price: lastPrice(calm), seed: 4 })
  const told = regimesOf(candlesOf([...calm, ...rush]))

  test('is told once for each closed hour, with its time', () => {
    expect(told.map(({ time }) => time / hour)).toEqual(
      Array.from({ length: 160 }, (_, at) => at + 1),
    )
    expect(new Set(told.map(({ id }) => id)).size).toBe(160)
    expect(told[0]).toMatchObject({ symbol: 'BTCUSDT', regime: 'RANGING', adx: null, since: hour })
  })

  test('measures what it can: ranks from fifty hours with a value on', () => {
    expect(told[27]?.adx).toBe(told.find(({ adx }) => adx !== null)?.adx)
    expect(told.findIndex(({ atr_rank }) => atr_rank !== null)).toBe(14 + 50)
    expect(told.findIndex(({ band_width_rank }) => band_width_rank !== null)).toBe(19 + 50)
    expect(told.findIndex(({ hurst }) => hurst !== null)).toBe(100)
    expect(told.at(-1)?.daily_volatility_pct).toBeNull()
  })

  test('becomes VOLATILE with the third hour that is wider than nine tenths of its past', () => {
    const changed = told.findIndex(({ time, regime }) => time > 120 * hour && regime === 'VOLATILE')
    const three = told.slice(changed - 2, changed + 1)
    expect(three.map(({ seen }) => seen)).toEqual(['VOLATILE', 'VOLATILE', 'VOLATILE'])
    for (const { atr_rank } of three) expect(atr_rank).toBeGreaterThanOrEqual(0.9)
    expect(three.map(({ seen_candles }) => seen_candles)).toEqual([1, 2, 0])
    expect(told[changed]?.since).toBe(told[changed]?.time)
    expect(told[changed]).toMatchObject({ analysis: '1h', scan: '1h', entry: '1h' })
    expect(told[changed]?.reason).toContain('no candles of 15m, 1m, so of 1h')
  })

  test('trends where moves go one way and go on', () => {
    const climb = hours(80, 0.02, 0.35, { price: lastPrice(calm), seed: 5 })
    const last = regimesOf(candlesOf([...calm, ...climb])).at(-1)
    expect(last?.adx).toBeGreaterThan(25)
    expect(['TRENDING', 'VOLATILE']).toContain(last?.regime)
  })

  test('chooses nothing where it is not to adapt', () => {
    for (const one of regimesOf(candlesOf([...calm, ...rush]), false))
      expect(one).toMatchObject({ scan: '15m', entry: '15m', analysis: '1h', step: 0 })
  })

  test('is not touched by revisions of late trades, nor by a kline that comes twice', () => {
    const candles = candlesOf(calm)
    const other = candles.flatMap((candle) => [
      candle,
      { ...candle, close: 1, revision: 1, origin: 'TICKS' as const },
      candle,
    ])
    expect(regimesOf(other)).toEqual(regimesOf(candles))
  })

  test('is the same after any crash, cut or more', () => {
    const steps = stepsOf(candlesOf([...calm.slice(0, 60), ...rush.slice(0, 20)]))
    sameUnderEveryCrash(regime(true), steps)
    sameUnderEveryCut(regime(true), steps)
    samePrefix(regime(true), steps)
  })
})

describe('the volatility of a day', () => {
  const candles = candlesOf(hours(2, 0.01))
  const vector = (timeframe: string, closeMs: number, known: Partial<FeatureVector>): Step => ({
    input: 'daily',
    key: 'BTCUSDT',
    value: featuresWith({ timeframe, open_time: closeMs - hour, close_time: closeMs, ...known }),
    timeMs: closeMs,
  })
  const steps = [
    ...stepsOf(candles.slice(0, 1)),
    vector('1h', hour, {}),
    ...stepsOf(candles.slice(1)),
    vector('1d', 2 * hour, { atr_14: 7, close: 100 }),
    vector('1h', 2 * hour, {}),
    { beatMs: 3 * hour },
  ]

  test('counts from its close, and moves the timeframes', () => {
    const { outputs } = storyOf(regime(true), steps)
    const told = (outputs.daily ?? []).map(({ value }) => value as MarketRegime)
    expect(told.map(({ daily_volatility_pct }) => daily_volatility_pct)).toEqual([null, 7])
    expect(told.map(({ step }) => step)).toEqual([0, -1])
  })
})

test('asks for no shorter candles than were seen', () => {
  const [whole] = candlesOf(hours(1, 0.01))
  const told = (shortest: string): MarketRegime | undefined => {
    const part = { ...(whole as Candle), timeframe: shortest }
    const step = { input: 'candle', key: 'BTCUSDT', value: part, timeMs: hour }
    const { outputs } = storyOf(regime(true), [
      step,
      ...stepsOf([whole as Candle]),
      { beatMs: hour + 1 },
    ])
    return outputs.hourly?.[0]?.value as MarketRegime | undefined
  }
  expect(told('5m')).toMatchObject({ scan: '15m', reason: 'RANGING, ATR14 of 1d is not known yet' })
  expect(told('4h')).toMatchObject({ scan: '1h', analysis: '1h' })
})
