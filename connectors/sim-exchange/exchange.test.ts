import { expect, test } from 'vitest'
import { Exchange, type ExchangeOptions } from './exchange.ts'
import { scenarioSchema } from './scenarios/scenario.ts'
import { calm } from './testing/run-market.ts'

const liveMs = Date.UTC(2026, 0, 10)
const options: ExchangeOptions = {
  seed: 3,
  symbols: ['ETH/USDT', 'BTCUSDT'],
  liveMs,
  historyDays: 1,
  scenario: calm,
}
const closesOf = (exchange: Exchange, symbol: string) => {
  const candles = exchange.ledger(symbol)?.candles
  return Array.from({ length: candles?.minutes ?? 0 }, (_, at) => candles?.at(at)?.close)
}

test('history and live market are one, however it is run', () => {
  const whole = new Exchange(options)
  whole.runTo(liveMs + 600_000)
  const pieces = new Exchange({ ...options, symbols: ['BTCUSDT'] })
  for (let timeMs = pieces.startMs; timeMs < liveMs + 600_000; timeMs += 37_123) {
    pieces.runTo(timeMs)
  }
  pieces.runTo(liveMs + 600_000)
  expect(closesOf(pieces, 'BTCUSDT')).toEqual(closesOf(whole, 'BTCUSDT'))
  expect(whole.ledger('BTCUSDT')?.trades.lastId).toBe(pieces.ledger('BTCUSDT')?.trades.lastId)
  expect(whole.ledgers.map(({ listing }) => listing.symbol)).toEqual(['BTCUSDT', 'ETHUSDT'])
})

test('an outage leaves a hole of its whole minutes, and nothing is traded in it', () => {
  const scenario = scenarioSchema.parse({
    name: 'down',
    description: 'two and a half minutes',
    phases: [
      { name: 'before', minutes: 2, forces: {} },
      { name: 'down', minutes: 2.5, forces: { outage: true } },
    ],
  })
  const exchange = new Exchange({ ...options, historyDays: 0, scenario })
  exchange.runTo(liveMs + 360_000)
  const { candles, trades } = exchange.ledger('BTCUSDT') ?? {}
  const there = [0, 1, 2, 3, 4, 5].map((minute) => candles?.at(minute) !== undefined)
  expect(there).toEqual([true, true, false, false, true, true])
  const first = trades?.at(trades.idFrom(liveMs + 120_000))
  expect(first?.timeMs).toBeGreaterThanOrEqual(liveMs + 270_000)
})

test('funding is paid each eight hours, and positions are looked at each five minutes', () => {
  const exchange = new Exchange(options)
  exchange.runTo(liveMs)
  const ledger = exchange.ledger('ETHUSDT')
  expect(ledger?.fundings).toHaveLength(3)
  expect(ledger?.samples).toHaveLength(288)
  const last = ledger?.samples.at(-1)
  expect(last?.openLots).toBeGreaterThan(0)
  expect((last?.longAccounts ?? 0) + (last?.shortAccounts ?? 0)).toBeGreaterThan(100)
  for (const { rate } of ledger?.fundings ?? []) expect(Math.abs(rate)).toBeLessThanOrEqual(0.0075)
})

test('the symbols move together', () => {
  const exchange = new Exchange(options)
  exchange.runTo(liveMs)
  const moves = (symbol: string) => {
    const closes = closesOf(exchange, symbol)
    return closes.slice(1).map((close, at) => Number(close) / Number(closes[at]) - 1)
  }
  const [one, other] = [moves('BTCUSDT'), moves('ETHUSDT')]
  const product = (left: number[], right: number[]) =>
    left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0)
  const correlation = product(one, other) / Math.sqrt(product(one, one) * product(other, other))
  expect(correlation).toBeGreaterThan(0.3)
})
