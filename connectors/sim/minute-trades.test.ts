import { expect, test } from 'vitest'
import type { Kline, Tick } from '../../schemas/contracts.generated.ts'
import { instrumentOf } from './instruments.ts'
import { MinuteTrades, minuteMs } from './minute-trades.ts'
import type { MinuteMove } from './price-path.ts'

const minute = 29_000_000
const move: MinuteMove = {
  minute,
  from: 0.01,
  to: 0.012,
  volatility: 0.001,
  trades: 12,
  firstTradeId: 100,
}
const maker = () => new MinuteTrades(1, instrumentOf('BTCUSDT'), 20)
const ticksOf = (one: MinuteMove) =>
  maker()
    .ticks(one)
    .map((record) => record.value as Tick)

test('trades lie within their minute, in order, with ids in a row', () => {
  const ticks = ticksOf(move)
  expect(ticks.map((tick) => tick.trade_id)).toEqual(
    Array.from({ length: 12 }, (_, at) => 100 + at),
  )
  let lastMs = minute * minuteMs
  for (const { event_time, receive_time, price, quantity } of ticks) {
    expect(event_time >= lastMs && event_time < (minute + 1) * minuteMs).toBe(true)
    expect((receive_time ?? 0) > event_time).toBe(true)
    expect(price > 0 && quantity > 0).toBe(true)
    lastMs = event_time
  }
})

test('the last trade is where the minute ends, up to the spread', () => {
  const last = ticksOf(move).at(-1)?.price ?? 0
  expect(Math.abs(last / (60_000 * Math.exp(0.012)) - 1)).toBeLessThan(0.000_03)
})

test('prices and quantities have the decimals of the symbol', () => {
  for (const { price, quantity } of ticksOf(move)) {
    expect(price).toBe(Number(price.toFixed(2)))
    expect(quantity).toBe(Number(quantity.toFixed(5)))
  }
})

test('the kline is the fold of the ticks, to the last bit', () => {
  const ticks = ticksOf(move)
  const prices = ticks.map((tick) => tick.price)
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  const record = maker().kline(move)
  expect(record).toMatchObject({
    topic: 'klines',
    key: 'BTCUSDT',
    eventMs: (minute + 1) * minuteMs,
  })
  expect(record.value as Kline).toEqual({
    exchange: 'sim',
    symbol: 'BTCUSDT',
    interval: '1m',
    open_time: minute * minuteMs,
    open: prices[0],
    high: Math.max(...prices),
    low: Math.min(...prices),
    close: prices.at(-1),
    volume: sum(ticks.map((tick) => tick.quantity)),
    quote_volume: sum(ticks.map((tick) => tick.price * tick.quantity)),
    trades: 12,
    taker_buy_volume: sum(ticks.map((tick) => (tick.taker_side === 'BUY' ? tick.quantity : 0))),
    receive_time: null,
    origin: 'STREAM',
  })
})

test('the same minute gives the same trades whatever was made before', () => {
  const used = maker()
  used.ticks({ ...move, minute: minute + 5, trades: 20 })
  expect(used.ticks(move)).toEqual(maker().ticks(move))
})

test('buyers lift a rising price', () => {
  let buys = 0
  let trades = 0
  for (let at = 0; at < 500; at++) {
    for (const tick of ticksOf({ ...move, minute: minute + at, to: 0.016 })) {
      trades++
      if (tick.taker_side === 'BUY') buys++
    }
  }
  expect(buys / trades).toBeGreaterThan(0.55)
})
