import { describe, expect, test } from 'vitest'
import type { Kline } from '../../schemas/contracts.generated.ts'
import { candleRules, validateCandles } from './candle-report.ts'

const minute = 60_000

const kline = (at: number, more: Partial<Kline> = {}): Kline => ({
  exchange: 'binance',
  symbol: 'BTCUSDT',
  interval: '1m',
  open_time: at * minute,
  open: 100,
  high: 101,
  low: 99,
  close: 100,
  volume: 5,
  quote_volume: null,
  trades: null,
  taker_buy_volume: null,
  receive_time: null,
  origin: 'STREAM',
  ...more,
})

const offendersOf = (candles: readonly Kline[]): { readonly [rule: string]: readonly number[] } =>
  Object.fromEntries(
    validateCandles(candles)
      .rules.filter(({ offenders }) => offenders > 0)
      .map(({ rule, first }) => [rule, first.map(({ at }) => at)]),
  )

describe('a batch of candles', () => {
  test('is valid where no rule is broken, and every rule is told', () => {
    const report = validateCandles([kline(0), kline(1), kline(2)])
    expect(report).toMatchObject({ candles: 3, valid: true })
    expect(report.rules.map(({ rule, offenders }) => [rule, offenders])).toEqual(
      candleRules.map((rule) => [rule, 0]),
    )
    expect(validateCandles([]).valid).toBe(true)
  })

  const broken: readonly (readonly [string, Partial<Kline>, string])[] = [
    ['interval', { interval: '7m' }, "interval was '7m'"],
    ['grid', { open_time: minute + 1 }, 'is not on the grid of 1m'],
    ['price', { low: -1 }, 'low was -1'],
    ['price', { high: Number.NaN }, 'high was NaN'],
    ['ohlc', { high: 99.5 }, 'high 99.5 is below open 100'],
    ['volume', { volume: -3 }, 'volume was -3'],
    ['change', { close: 160, high: 170 }, 'close 160 is 60.0 % from 100'],
  ]
  test.each(broken)('breaks the rule %s by %o', (rule, more, reason) => {
    const report = validateCandles([kline(0), kline(1, more)])
    expect(report.valid).toBe(false)
    const [only, ...others] = report.rules.filter(({ offenders }) => offenders > 0)
    expect([only?.rule, others]).toEqual([rule, []])
    expect(only?.first[0]?.reason).toContain(reason)
    expect(only?.first[0]?.at).toBe(1)
  })

  test('tells what is repeated, out of order, and missing before a candle', () => {
    const candles = [kline(0), kline(3), kline(3), kline(2), kline(4), kline(6)]
    expect(offendersOf(candles)).toEqual({ gap: [1, 5], repeated: [2], order: [3] })
    const gap = validateCandles(candles).rules.find(({ rule }) => rule === 'gap')
    expect(gap?.first.map(({ reason }) => reason)).toEqual([
      '2 candles are missing before it',
      '1 candle is missing before it',
    ])
  })

  test('is held to what it can be: a bad candle is nobody’s neighbour', () => {
    const spike = kline(1, { close: -5 })
    expect(offendersOf([kline(0), spike, kline(2)])).toEqual({ price: [1], gap: [2] })
  })

  test('tells the first offenders and counts all', () => {
    const candles = Array.from({ length: 30 }, (_, at) => kline(at, { volume: -1 }))
    const report = validateCandles(candles, { changeMaxPct: 50, firstMax: 3 })
    const volume = report.rules.find(({ rule }) => rule === 'volume')
    expect([volume?.offenders, volume?.first.map(({ at }) => at)]).toEqual([30, [0, 1, 2]])
  })
})
