import { describe, expect, test } from 'vitest'
import {
  samePrefix,
  sameUnderEveryCrash,
  sameUnderEveryCut,
  storyOf,
} from '../../engine/testing/crash.ts'
import type { Step } from '../../engine/testing/operator-run.ts'
import type { Candle } from '../../schemas/contracts.generated.ts'
import { type Timeframe, timeframeMs } from '../timeframe.ts'
import {
  bar,
  bars,
  closedAt,
  graceMs,
  operator,
  patienceMs,
  randomSteps,
  run,
} from './testing/higher-run.ts'
import { at, beat, candle, minute, second, t0 } from './testing/market.ts'

describe('higher timeframes', () => {
  test('are told with their last part, at their own close and not before', () => {
    expect(run(bars(0, 4)).candles).toEqual([])
    expect(run(bars(0, 5)).candles).toEqual([`5m+0 100 110 90 105 v50 ${closedAt(5)}`])
  })

  test('come longest first where several close at once', () => {
    const { candles } = run(bars(0, 60))
    expect(candles.slice(-3).map((line) => line.split(' ')[0])).toEqual(['1h+0', '15m+45', '5m+55'])
    expect(candles).toHaveLength(12 + 4 + 1)
  })

  test('come longest first up to a day', () => {
    const { candles } = run(bars(0, 1_440))
    const last = candles.filter((line) => line.endsWith(closedAt(1_440)))
    expect(last.map((line) => line.split('+')[0])).toEqual(['1d', '4h', '1h', '15m', '5m'])
    expect(candles.at(-5)).toContain('1d+0 100 110 90 105 v14400 @')
    expect(candles.filter((line) => line.includes('partial'))).toEqual([])
  })

  test('open, rise, fall and close as their parts do, and sum them up', () => {
    const parts = [
      { open: 100, high: 101, low: 99, close: 100, volume: 1, quote_volume: 10, trades: 2 },
      { open: 100, high: 120, low: 100, close: 110, volume: 2, quote_volume: 20, trades: 3 },
      { open: 110, high: 111, low: 80, close: 85, volume: 3, quote_volume: 30, trades: 4 },
      { open: 85, high: 90, low: 84, close: 88, volume: 4, quote_volume: 40, trades: 5 },
      { open: 88, high: 95, low: 88, close: 93, volume: 5, quote_volume: 50, trades: 6 },
    ]
    expect(run(parts.map((part, n) => bar(n, part))).values).toEqual([
      candle(0, {
        timeframe: '5m',
        high: 120,
        low: 80,
        close: 93,
        volume: 15,
        quote_volume: 150,
        trades: 20,
        taker_buy_volume: 20,
        receive_time: t0 + 5 * minute,
      }),
    ])
  })

  test('have no sum where one part has none', () => {
    const steps = [
      ...bars(0, 4),
      bar(4, { taker_buy_volume: null, quote_volume: null, trades: null }),
    ]
    expect(run(steps).values[0]).toMatchObject({
      taker_buy_volume: null,
      quote_volume: null,
      trades: null,
      volume: 50,
    })
  })

  test('are synthetic only where all is, reanchored where anything is, of mixed origin a kline', () => {
    const odd = [
      bar(0, { synthetic: true }),
      bar(1, { synthetic: true, reanchored: true }),
      ...bars(2, 5, { synthetic: true }),
      ...bars(5, 9, { synthetic: true }),
      bar(9, { origin: 'KLINE' }),
    ]
    expect(run(odd).candles).toEqual([
      `5m+0 100 110 90 105 v50 synthetic reanchored ${closedAt(5)}`,
      `5m+5 100 110 90 105 v50 kline ${closedAt(10)}`,
    ])
  })

  test('keep symbols apart', () => {
    const other = bars(0, 5).map((step) => ('key' in step ? { ...step, key: 'ETHUSDT' } : step))
    const both = bars(0, 5).flatMap((step, n) => [step, other[n] as Step])
    expect(run(both).candles).toHaveLength(2)
  })

  test('come from the shortest interval there is', () => {
    const hour = (n: number) =>
      at((n + 1) * 60 * minute, 'candle', candle(n * 60 * minute, { timeframe: '1h' }))
    expect(run([0, 1, 2, 3].map(hour)).candles).toEqual(['4h+0 100 110 90 105 v40 @14400'])
    const steps = [
      hour(0),
      ...bars(60, 65),
      at(66 * minute, 'candle', candle(0, { timeframe: '1h' })),
    ]
    expect(run(steps).candles).toEqual([`5m+60 100 110 90 105 v50 ${closedAt(65)}`])
  })

  test('are not told again from a shorter interval that comes later', () => {
    const hours = [0, 1, 2, 3].map((n) =>
      at(240 * minute, 'candle', candle(n * 60 * minute, { timeframe: '1h' })),
    )
    const { candles, counts } = run([
      ...hours,
      at(240 * minute + 1, 'candle', candle(239 * minute)),
    ])
    expect(candles.filter((line) => line.startsWith('4h'))).toHaveLength(1)
    expect(counts).toEqual({ 'higher.late-parts': 1 })
  })
})

describe('a missing minute', () => {
  test('at the beginning or inside makes what it belongs to partial', () => {
    expect(run(bars(2, 5)).candles).toEqual([`5m+0 100 110 90 105 v30 partial ${closedAt(5)}`])
    expect(run([...bars(0, 2), ...bars(3, 5)]).candles).toEqual([
      `5m+0 100 110 90 105 v40 partial ${closedAt(5)}`,
    ])
  })

  test('at the end is waited for, and then left out', () => {
    expect(run([...bars(0, 4), beat(5 * minute + patienceMs - 1)]).candles).toEqual([])
    expect(run([...bars(0, 4), beat(5 * minute + patienceMs)]).candles).toEqual([
      '5m+0 100 110 90 105 v40 partial @310',
    ])
  })

  test('at the end of several lets the longest go first', () => {
    const { candles } = run([...bars(0, 239), beat(240 * minute + patienceMs)])
    expect(candles.slice(-4).map((line) => line.split(' ')[0])).toEqual([
      '4h+0',
      '1h+180',
      '15m+225',
      '5m+235',
    ])
  })

  test('and its followers do not hold back what was before them', () => {
    const { candles } = run([
      ...bars(0, 59),
      at(60 * minute + 5 * second, 'candle', candle(61 * minute)),
    ])
    expect(candles.slice(-3)).toEqual([
      '1h+0 100 110 90 105 v590 partial @3605',
      '15m+45 100 110 90 105 v140 partial @3605',
      '5m+55 100 110 90 105 v40 partial @3605',
    ])
  })

  test('that comes after it was left out does not make the candle again', () => {
    const late = at(5 * minute + patienceMs + 1, 'candle', candle(4 * minute))
    const { candles, counts, values } = run([...bars(0, 4), late, ...bars(5, 15)])
    expect(candles.filter((line) => line.startsWith('5m+0'))).toEqual([
      '5m+0 100 110 90 105 v40 partial @310',
    ])
    expect(counts).toEqual({ 'higher.late-parts': 1 })
    // The longer one was still open: there it counts.
    expect(values.find(({ timeframe }) => timeframe === '15m')).toMatchObject({
      complete: true,
      volume: 150,
    })
  })

  test('that is told behind its followers still counts where there is time', () => {
    const late = at(4 * minute + graceMs, 'candle', candle(1 * minute))
    const { candles } = run([bar(0), ...bars(2, 4), late, bar(4)])
    expect(candles).toEqual([`5m+0 100 110 90 105 v50 ${closedAt(5)}`])
  })
})

describe('a revision', () => {
  const revised = (n: number, afterMs: number, more: Partial<Candle>): Step =>
    at(afterMs, 'candle', candle(n * minute, { revision: 1, ...more }))

  test('takes the place of what it revises wherever the timeframe is open', () => {
    const steps = [
      bar(0, { open: 50, low: 40 }),
      ...bars(1, 3),
      revised(0, 3 * minute + graceMs, { open: 80, low: 70, high: 300, volume: 11 }),
      bar(3),
      bar(4),
    ]
    expect(run(steps).candles).toEqual([`5m+0 80 300 70 105 v51 ${closedAt(5)}`])
  })

  test('leaves nothing of a synthetic minute behind', () => {
    const flat = { open: 60, high: 60, low: 60, close: 60, volume: 0, synthetic: true }
    const steps = [...bars(0, 4), bar(4, flat), revised(4, 6 * minute, {}), ...bars(5, 15)]
    expect(run(steps).candles).toEqual([
      `5m+0 100 110 60 60 v40 ${closedAt(5)}`,
      `5m+5 100 110 90 105 v50 ${closedAt(10)}`,
      `15m+0 100 110 90 105 v150 ${closedAt(15)}`,
      `5m+10 100 110 90 105 v50 ${closedAt(15)}`,
    ])
  })

  test('does not change what is closed, and is counted when it comes too late to be placed', () => {
    const steps = [
      ...bars(0, 30),
      revised(2, 30 * minute + graceMs, { high: 999 }),
      ...bars(30, 60),
    ]
    const { candles, counts } = run(steps)
    expect(candles.filter((line) => line.includes('999'))).toEqual([])
    expect(counts).toEqual({ 'higher.unplaced-parts': 1 })
  })
})

test('higher timeframes do not depend on crashes, cuts or what comes after', () => {
  for (let seed = 1; seed <= 3; seed++) {
    const steps = randomSteps(seed, 70, 0.5)
    sameUnderEveryCrash(operator, steps)
    sameUnderEveryCut(operator, steps)
    samePrefix(operator, steps)
  }
})

test('higher timeframes are, when they are told, what is known of their minutes, added up in order', () => {
  let compared = 0
  for (let seed = 1; seed <= 30; seed++) {
    const steps = randomSteps(seed, 200)
    const seen = new Set<string>()
    let lastMs = 0
    for (const { value, timeMs } of storyOf(operator, steps).outputs.out ?? []) {
      const told = value as Candle
      const name = `seed ${seed}: ${told.timeframe} ${(told.open_time - t0) / minute}`
      expect(seen, name).not.toContain(name)
      seen.add(name)
      const lengthMs = timeframeMs[told.timeframe as Timeframe]
      const endMs = told.open_time + lengthMs
      expect(timeMs, name).toBeGreaterThanOrEqual(Math.max(endMs, lastMs))
      lastMs = timeMs
      const known = new Map<number, Candle>()
      for (const step of steps) {
        if (!('input' in step) || step.timeMs > timeMs) continue
        const part = step.value as Candle
        // What comes with the time of the patience comes behind the timer.
        if (step.timeMs === endMs + patienceMs && timeMs === step.timeMs) continue
        if (part.open_time >= told.open_time && part.open_time < endMs)
          known.set(part.open_time, part)
      }
      const parts = [...known.values()].sort((a, b) => a.open_time - b.open_time)
      expect(told, name).toMatchObject({
        open: parts[0]?.open,
        high: Math.max(...parts.map(({ high }) => high)),
        low: Math.min(...parts.map(({ low }) => low)),
        close: parts.at(-1)?.close,
        volume: parts.reduce((sum, { volume }) => sum + volume, 0),
        complete: parts.length === lengthMs / minute,
        revision: 0,
      })
      compared++
    }
  }
  expect(compared).toBeGreaterThan(1_000)
})
