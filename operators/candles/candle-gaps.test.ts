import { expect, test } from 'vitest'
import {
  samePrefix,
  sameUnderEveryCrash,
  sameUnderEveryCut,
  storyOf,
} from '../../engine/testing/crash.ts'
import { type Step, underTest } from '../../engine/testing/operator-run.ts'
import { exchangeHole } from '../../schemas/context-kinds.ts'
import type { CandleGap } from '../../schemas/contracts.generated.ts'
import { baseCandles } from './base-candles.ts'
import { candleGaps } from './candle-gaps.ts'
import { at, kline, minute, symbol, t0 } from './testing/market.ts'

const operator = underTest(['trade', 'kline', 'context'], ({ trade, kline: klines, context }) => ({
  out: candleGaps({ id: 'gaps' })({
    candle: baseCandles({
      id: 'base',
      graceMs: 2_000,
      revisionMaxMs: 600_000,
      quietMinutesMax: 60,
    })({ trade, kline: klines }),
    context,
  }),
}))

const told = (n: number): Step => at((n + 1) * minute, 'kline', kline(n * minute))
const fetched = (n: number, afterMs = 1_000 * minute): Step =>
  at(afterMs, 'kline', kline(n * minute, { origin: 'BACKFILL' }))
const absent = (n: number, candles: number): Step =>
  at(1_001 * minute, 'context', {
    exchange: 'test',
    symbol,
    kind: exchangeHole,
    event_time: t0 + n * minute,
    receive_time: null,
    value: candles,
    detail: null,
  })

function factsOf(...steps: Step[]): string[] {
  const { outputs } = storyOf(operator, [...steps, { beatMs: t0 + 1_002 * minute }])
  return (outputs.out ?? []).map(({ value }) => {
    const { from_time: from, to_time: to, missing, state, filled, timeframe } = value as CandleGap
    return `${timeframe} ${(from - t0) / minute}..${(to - t0) / minute} ${missing} ${state} ${filled}`
  })
}

test('candles one behind the other have no gap, however late the first', () => {
  expect(factsOf(told(700), told(701), told(702))).toEqual([])
})

test('a hole is a fact with the first candle behind it', () => {
  expect(factsOf(told(0), told(4), told(5), told(7))).toEqual([
    '1m 1..3 3 FOUND 0',
    '1m 6..6 1 FOUND 0',
  ])
})

test('is filled when all of it has come, in any order, once', () => {
  const holed = [told(0), told(4), told(6)]
  expect(factsOf(...holed, fetched(3), fetched(1), fetched(1))).toHaveLength(2)
  expect(factsOf(...holed, fetched(3), fetched(1), fetched(1), fetched(2))).toEqual([
    '1m 1..3 3 FOUND 0',
    '1m 5..5 1 FOUND 0',
    '1m 1..3 3 FILLED 3',
  ])
})

test('what the exchange does not have is absent, and the rest is waited for', () => {
  const holed = [told(0), told(4)]
  expect(factsOf(...holed, absent(1, 2))).toEqual(['1m 1..3 3 FOUND 0'])
  expect(factsOf(...holed, fetched(3), absent(1, 2))).toEqual([
    '1m 1..3 3 FOUND 0',
    '1m 1..3 3 ABSENT 1',
  ])
  expect(factsOf(...holed, absent(-50, 500)).at(-1)).toBe('1m 1..3 3 ABSENT 0')
})

test('longer candles have no gaps once shorter ones came', () => {
  const longer = at(130 * minute, 'kline', kline(60 * minute, { interval: '1h' }))
  expect(factsOf(told(0), told(1), longer)).toEqual([])
})

test('facts do not depend on crashes, cuts or what comes after', () => {
  const steps = [
    told(0),
    told(4),
    told(9),
    fetched(2),
    fetched(1),
    absent(5, 2),
    fetched(3),
    fetched(7),
  ]
  const ordered = [...steps].sort((a, b) =>
    'timeMs' in a && 'timeMs' in b ? a.timeMs - b.timeMs : 0,
  )
  sameUnderEveryCrash(operator, ordered)
  sameUnderEveryCut(operator, ordered)
  samePrefix(operator, ordered)
})
