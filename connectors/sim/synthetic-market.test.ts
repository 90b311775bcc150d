import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { ConfigError } from '../../engine/core/errors.ts'
import type { Kline, Tick } from '../../schemas/contracts.generated.ts'
import type { SourceRecord } from '../files/source-record.ts'
import { type SyntheticMarket, syntheticMarket } from './synthetic-market.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
const startMs = Date.UTC(2026, 0, 1)
const symbols = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']
const market = (seed = 1): SyntheticMarket => syntheticMarket({ seed, symbols, startMs })

function flat(chunks: Iterable<readonly SourceRecord[]>): SourceRecord[] {
  return [...chunks].flat()
}

const month = flat(market().history(startMs, startMs + 30 * dayMs))
const klinesOf = (symbol: string): Kline[] =>
  month.filter(({ key }) => key === symbol).map(({ value }) => value as Kline)

function returnsOf(symbol: string): number[] {
  const closes = klinesOf(symbol).map(({ close }) => close)
  return closes.slice(1).map((close, at) => Math.log(close / (closes[at] ?? close)))
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const means = [mean(one), mean(other)] as const
  let both = 0
  let first = 0
  let second = 0
  for (let at = 0; at < one.length; at++) {
    const x = (one[at] ?? 0) - means[0]
    const y = (other[at] ?? 0) - means[1]
    both += x * y
    first += x * x
    second += y * y
  }
  return both / Math.sqrt(first * second)
}

const lagged = (numbers: readonly number[], lag: number) =>
  correlation(numbers.slice(lag), numbers.slice(0, -lag))

test('the same seed gives the same records, another seed others', () => {
  const hour = (seed: number) => flat(market(seed).live(startMs, startMs + 60 * minuteMs))
  expect(hour(1)).toEqual(hour(1))
  expect(hour(2)).not.toEqual(hour(1))
  expect(hour(1 + 2 ** 32)).not.toEqual(hour(1))
})

test('the records are those of the first day, on every version of Node', () => {
  const sha = createHash('sha256')
  sha.update(JSON.stringify(flat(market().live(startMs, startMs + 120 * minuteMs))))
  sha.update(JSON.stringify(month))
  expect(sha.digest('hex').slice(0, 32)).toBe('1ba0bd84ec4763a25f3738099fc9ceb9')
})

test('reading on from any time equals reading through', () => {
  const endMs = startMs + 2 * dayMs
  const history = flat(market().history(startMs, endMs))
  const ticks = flat(market().live(startMs, startMs + 90 * minuteMs))
  for (const fromMs of [
    startMs + minuteMs,
    startMs + dayMs,
    startMs + dayMs + 777 * minuteMs,
    endMs,
  ]) {
    const fresh = market()
    const tail = history.filter(({ eventMs }) => eventMs > fromMs)
    expect(flat(fresh.history(fromMs, endMs))).toEqual(tail)
    expect(flat(fresh.history(fromMs, endMs))).toEqual(tail)
  }
  const middleMs = startMs + 30 * minuteMs + 12_345
  expect(flat(market().live(middleMs, startMs + 90 * minuteMs))).toEqual(
    ticks.filter(({ eventMs }) => eventMs >= middleMs),
  )
})

test('the klines of history are the folds of the trades that live gives', () => {
  const fromMs = startMs + 3 * dayMs
  const ticks = flat(market().live(fromMs, fromMs + 60 * minuteMs))
  const klines = flat(market().history(fromMs, fromMs + 60 * minuteMs)).map(
    ({ value }) => value as Kline,
  )
  expect(klines.length).toBe(180)
  for (const kline of klines) {
    const own = ticks
      .filter(
        ({ key, eventMs }) =>
          key === kline.symbol && Math.floor(eventMs / minuteMs) * minuteMs === kline.open_time,
      )
      .map(({ value }) => value as Tick)
    expect(own.length).toBe(kline.trades)
    expect([own[0]?.price, own.at(-1)?.price]).toEqual([kline.open, kline.close])
    expect(own.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(kline.volume)
  }
})

test('live trades come in time order, ids without a gap, across the seam of a history', () => {
  const one = market()
  const seamMs = startMs + dayMs
  const before = flat(one.history(startMs, seamMs)).map(({ value }) => value as Kline)
  const after = flat(one.live(seamMs, seamMs + 30 * minuteMs))
  let lastMs = seamMs
  for (const { eventMs } of after) {
    expect(eventMs >= lastMs).toBe(true)
    lastMs = eventMs
  }
  for (const symbol of symbols) {
    const traded = before
      .filter((kline) => kline.symbol === symbol)
      .reduce((sum, { trades }) => sum + (trades ?? 0), 0)
    const ids = after
      .filter(({ key }) => key === symbol)
      .map(({ value }) => (value as Tick).trade_id)
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, at) => traded + 1 + at))
  }
})

test('live goes on without an end', () => {
  let chunks = 0
  for (const chunk of market().live(startMs)) {
    expect(chunk.length).toBeGreaterThan(17)
    if (++chunks === 100) break
  }
  expect(chunks).toBe(100)
})

test('history has every minute of every symbol once, in time order, and consistent candles', () => {
  expect(month.length).toBe(30 * 1_440 * 3)
  for (const symbol of symbols) {
    let openMs = startMs
    for (const kline of klinesOf(symbol)) {
      openMs += minuteMs
      const { open, high, low, close, volume, quote_volume, taker_buy_volume } = kline
      const sane =
        kline.open_time === openMs - minuteMs &&
        low > 0 &&
        high >= Math.max(open, close) &&
        low <= Math.min(open, close) &&
        volume > 0 &&
        (taker_buy_volume ?? -1) >= 0 &&
        (taker_buy_volume ?? 0) <= volume &&
        (quote_volume ?? 0) >= low * volume * 0.999_999 &&
        (quote_volume ?? 0) <= high * volume * 1.000_001
      if (!sane) expect(kline).toBe('a consistent candle')
    }
  }
  for (let at = 1; at < month.length; at++) {
    if ((month[at]?.eventMs ?? 0) < (month[at - 1]?.eventMs ?? 0)) expect(at).toBe('in time order')
  }
})

for (const symbol of symbols) {
  test(`returns of ${symbol} look like those of a market`, () => {
    const returns = returnsOf(symbol)
    const center = mean(returns)
    const variance = mean(returns.map((one) => (one - center) ** 2))
    expect(mean(returns.map((one) => (one - center) ** 4)) / variance ** 2).toBeGreaterThan(4)
    const squares = returns.map((one) => one * one)
    for (let lag = 1; lag <= 10; lag++) {
      expect(lagged(squares, lag)).toBeGreaterThan(0.05)
      expect(Math.abs(lagged(returns, lag))).toBeLessThan(0.05)
    }
  })
}

test('markets move together, but not in step', () => {
  const together = correlation(returnsOf('BTCUSDT'), returnsOf('ETHUSDT'))
  expect(together).toBeGreaterThan(0.3)
  expect(together).toBeLessThan(0.95)
})

test('the day has a season', () => {
  const size = (hour: number) =>
    mean(
      klinesOf('BTCUSDT')
        .filter(({ open_time }) => Math.floor((open_time % dayMs) / 3_600_000) === hour)
        .map(({ high, low, close }) => (high - low) / close),
    )
  expect(size(15) / size(4)).toBeGreaterThan(1.2)
})

test('symbols are taken with a slash, once each, in any order', () => {
  const one = syntheticMarket({ seed: 1, symbols: ['ETH/USDT', 'BTC/USDT', 'ETHUSDT'], startMs })
  expect(one.symbols).toEqual(['BTCUSDT', 'ETHUSDT'])
})

test('refuses options that make no market, and times before it', () => {
  const options = { seed: 1, symbols, startMs }
  for (const change of [
    { seed: 1.5 },
    { symbols: [] },
    { symbols: ['?'] },
    { startMs: startMs + 1 },
    { startMs: -minuteMs },
    { tradesPerMinuteMin: 0 },
    { tradesPerMinuteMin: 30 },
  ]) {
    expect(() => syntheticMarket({ ...options, ...change })).toThrow(ConfigError)
  }
  expect(() => [...market().history(startMs - minuteMs, startMs)]).toThrow('before its start')
})
