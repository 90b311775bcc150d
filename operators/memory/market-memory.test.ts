import { describe, expect, test } from 'vitest'
import {
  samePrefix,
  sameUnderEveryCrash,
  sameUnderEveryCut,
  storyOf,
} from '../../engine/testing/crash.ts'
import { type OperatorUnderTest, type Step, underTest } from '../../engine/testing/operator-run.ts'
import type { Embedding } from '../../schemas/contracts.generated.ts'
import { features } from '../features/features.ts'
import { marketRegime } from '../regime/market-regime.ts'
import { statesMin } from './assessment.ts'
import { builtInEncoder } from './built-in-encoder.ts'
import { cosineDistance, dot, normOf, partOf } from './distance.ts'
import { marketMemory } from './market-memory.ts'
import type { MemorySettings } from './memory-settings.ts'
import { stateOfVersion1 } from './remembered.ts'
import { randomCandles, shortMemory, stepsOf, usualMemory } from './testing/market-candles.ts'

const hour = 3_600_000
function memory(settings: MemorySettings): OperatorUnderTest {
  return underTest(['context', 'candle'], ({ context, candle }) => {
    const known = candle.pipe(features({ id: 'features', epochMs: 900_000 }))
    const regime = marketRegime({ id: 'regime', adapt: false })({ candle, features: known })
    const remember = marketMemory({ id: 'memory', settings, encoder: builtInEncoder })
    return { out: remember({ context, candle, features: known, regime }) }
  })
}

function embeddingsOf(settings: MemorySettings, steps: readonly Step[]): readonly Embedding[] {
  return (storyOf(memory(settings), steps).outputs.out ?? []).map(({ value }) => value as Embedding)
}

describe('the market memory', () => {
  const candles = randomCandles(320)
  const found = embeddingsOf(usualMemory, stepsOf(candles))

  test('gives one state for each closed hour, which says what it is of', () => {
    expect(found).toHaveLength(candles.length)
    expect(new Set(found.map(({ id }) => id)).size).toBe(candles.length)
    expect(found.at(-1)).toMatchObject({
      symbol: 'BTCUSDT',
      timeframe: '1h',
      open_time: 319 * hour,
      close_time: 320 * hour,
      encoder: 'built-in-1',
      mode: 'hybrid',
    })
    expect(found.at(-1)?.vector).toHaveLength(393)
    expect(found.at(-1)?.absent).toEqual([])
    expect(found[0]?.absent).toContain('trend')
    expect(found[0]?.absent).toContain('trend_strength')
  })

  test('lets a state join when its 72 hours have passed, once and not before', () => {
    const joined = found.flatMap((one) =>
      one.joined.map(({ id, close_time }) => ({ id, afterMs: one.close_time - close_time })),
    )
    expect(new Set(joined.map(({ afterMs }) => afterMs))).toEqual(new Set([72 * hour]))
    // The first fourteen have no ATR, the last 72 their time still before them.
    expect(joined.map(({ id }) => id)).toEqual(found.slice(14, -72).map(({ id }) => id))
  })

  test('has no neighbour whose time had not passed', () => {
    for (const { close_time: nowMs, neighbours } of found)
      for (const { close_time: thenMs } of neighbours)
        expect(nowMs - thenMs).toBeGreaterThanOrEqual(72 * hour)
  })

  test('takes the nearest of all that joined, at their distances', () => {
    const last = found.at(-1) as Embedding
    const part = partOf('hybrid')
    const vectorOf = ({ vector }: Embedding) => Float32Array.from(vector)
    const own = vectorOf(last)
    const distances = found
      .slice(14, -72)
      .map((past) => {
        const vector = vectorOf(past)
        const product = dot(own, part.from, vector, part.from, part.length)
        return cosineDistance(product, normOf(own, part), normOf(vector, part))
      })
      .sort((a, b) => a - b)
    last.neighbours.forEach(({ distance }, at) => {
      expect(distance).toBeCloseTo(distances[at] ?? Number.NaN, 12)
    })
    expect(last.neighbours).toHaveLength(20)
  })

  test('has an opinion from two hundred states on', () => {
    expect(found.some(({ long_risk }) => long_risk !== null)).toBe(true)
    for (const { states, long_risk, short_risk, long_win_rate } of found) {
      expect(long_risk !== null, `LONG of ${states}`).toBe(states >= statesMin)
      expect(short_risk !== null, `SHORT of ${states}`).toBe(states >= statesMin)
      expect(long_win_rate !== null, `neighbours of ${states}`).toBe(states >= 20)
    }
  })

  test('says of the neighbours what was told when they joined', () => {
    const last = found.at(-1) as Embedding
    const labels = new Map(found.flatMap(({ joined }) => joined.map((label) => [label.id, label])))
    const nets = last.neighbours.map(({ id }) => labels.get(id)?.short_net_pct ?? Number.NaN)
    expect(last.short_win_rate).toBe(nets.filter((net) => net > 0).length / 20)
    expect(last.short_mean_net_pct).toBeCloseTo(nets.reduce((sum, net) => sum + net, 0) / 20, 12)
  })
})

test('on spot no SHORT is assessed', () => {
  const steps = stepsOf(randomCandles(60))
  const last = embeddingsOf({ ...shortMemory, market: 'spot' }, steps).at(-1)
  expect(last?.long_win_rate).not.toBeNull()
  expect(last).toMatchObject({ short_win_rate: null, short_risk: null })
})

test('the window keeps the newest states, each in a slot of its own', () => {
  const { outputs, state } = storyOf(memory(shortMemory), stepsOf(randomCandles(80)))
  const numbers = Object.keys(state).filter((place) => /\/\d+$/.test(place))
  // Twenty that can be neighbours, and five whose five hours have not passed.
  expect(numbers).toHaveLength(25)
  expect(outputs.out?.at(-1)?.value).toMatchObject({ states: 20 })
})

test('late trades and other timeframes change nothing', () => {
  const candles = randomCandles(40)
  const other = candles.flatMap((candle) => [
    candle,
    { ...candle, close: 1, revision: 1, origin: 'TICKS' as const },
    { ...candle, timeframe: '15m', close: 1 },
  ])
  expect(embeddingsOf(shortMemory, stepsOf(other))).toEqual(
    embeddingsOf(shortMemory, stepsOf(candles)),
  )
})

test('no crash, cut or later record changes what was remembered', () => {
  const steps = stepsOf(randomCandles(60))
  sameUnderEveryCrash(memory(shortMemory), steps)
  sameUnderEveryCut(memory(shortMemory), steps)
  samePrefix(memory(shortMemory), steps)
})

test('each mode finds neighbours of its own', () => {
  const steps = stepsOf(randomCandles(80))
  const [words, statistics, both] = (['semantic', 'statistical', 'hybrid'] as const).map((mode) =>
    embeddingsOf({ ...shortMemory, mode }, steps).map(({ neighbours }) =>
      neighbours.map(({ id }) => id),
    ),
  )
  expect(words).not.toEqual(statistics)
  expect(both).not.toEqual(words)
  expect(both).not.toEqual(statistics)
})

test('a memory that kept the regime itself goes on with its states', () => {
  const { first, unlabelled, next, moments } = { first: 1, unlabelled: 2, next: 5, moments: {} }
  const kept = { first, unlabelled, next, moments, candle: null, features: null }
  const old = { ...kept, regime: { regime: 'RANGING' }, candles: [], dailyVolatilityPct: 3 }
  expect(stateOfVersion1(old)).toEqual({ ...kept, regime: null })
  const state = { id: 'state', atr: 1 }
  expect(stateOfVersion1(state)).toBe(state)
})
