import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimExchangeServer } from './sim-exchange-server.ts'
import { serverLiveMs, startSmallExchange } from './testing/start-server.ts'

/** What the test needs of ccxt; its own types take seconds to check. */
interface Client {
  readonly markets: {
    readonly [symbol: string]: { readonly precision: { readonly price: number } }
  }
  loadHttpProxyAgent(): Promise<unknown>
  loadMarkets(): Promise<unknown>
  fetchOHLCV(symbol: string, timeframe: string, since?: number, limit?: number): Promise<number[][]>
  fetchTrades(symbol: string, since?: number, limit?: number): Promise<ClientTrade[]>
  fetchOrderBook(symbol: string, limit?: number): Promise<ClientBook>
  fetchTicker(symbol: string): Promise<{ readonly last: number }>
  fetchFundingRate(symbol: string): Promise<{ readonly fundingRate: number }>
  watchTrades(symbol: string): Promise<ClientTrade[]>
  watchOHLCV(symbol: string, timeframe: string): Promise<number[][]>
  watchOrderBook(symbol: string): Promise<ClientBook>
  close(): Promise<void>
}
interface ClientTrade {
  readonly id: string
  readonly price: number
  readonly amount: number
  readonly timestamp: number
  readonly side: string
}
interface ClientBook {
  readonly bids: readonly (readonly number[])[]
  readonly asks: readonly (readonly number[])[]
}

let server: SimExchangeServer
let client: Client
let perpetuals: Client

beforeAll(async () => {
  server = await startSmallExchange()
  const { default: ccxt } = await import('ccxt')
  const make = (type: string) =>
    new ccxt.pro.binance({
      options: { defaultType: type, fetchMarkets: { types: [type] }, fetchCurrencies: false },
      urls: {
        api: {
          public: `${server.url}/api/v3`,
          fapiPublic: `${server.url}/fapi/v1`,
          fapiData: `${server.url}/futures/data`,
          ws: { spot: `${server.socketUrl}/ws`, future: `${server.socketUrl}/fstream/ws` },
        },
      },
    }) as unknown as Client
  client = make('spot')
  perpetuals = make('linear')
  for (const one of [client, perpetuals]) {
    await one.loadHttpProxyAgent()
    await one.loadMarkets()
  }
}, 60_000)
afterAll(async () => {
  await client.close()
  await perpetuals.close()
  await server.close()
})

const ledgerOf = (symbol: string) => {
  const ledger = server.exchange.ledger(symbol)
  if (ledger === undefined) throw new Error(`no ${symbol}`)
  return ledger
}
const priceOf = (tick: number) => tick / ledgerOf('BTCUSDT').listing.ticksPerUnit
const amountOf = (lots: number) => lots / ledgerOf('BTCUSDT').listing.lotsPerUnit

/** The trade as the exchange's own ledger has it. */
function expectTrue(trade: ClientTrade): void {
  const own = ledgerOf('BTCUSDT').trades.at(Number(trade.id))
  expect([trade.price, trade.amount, trade.timestamp, trade.side]).toEqual([
    priceOf(own?.tick ?? 0),
    amountOf(own?.lots ?? 0),
    own?.timeMs,
    own?.takerBuys === true ? 'buy' : 'sell',
  ])
}

test('stock ccxt loads the markets with their precision', () => {
  expect(Object.keys(client.markets)).toEqual(['BTC/USDT', 'ETH/USDT'])
  expect(client.markets['BTC/USDT']?.precision.price).toBe(0.1)
  expect(Object.keys(perpetuals.markets)).toEqual(['BTC/USDT:USDT', 'ETH/USDT:USDT'])
})

test('its candles are those of the ledger', async () => {
  const since = serverLiveMs - 120 * 60_000
  const candles = await client.fetchOHLCV('BTC/USDT', '1m', since, 100)
  expect(candles).toHaveLength(100)
  const { candles: own } = ledgerOf('BTCUSDT')
  for (const [openMs = 0, ...rest] of candles) {
    const candle = own.at((openMs - own.startMs) / 60_000)
    const prices = [candle?.open, candle?.high, candle?.low, candle?.close]
    const expected = [...prices.map((tick) => priceOf(tick ?? 0)), amountOf(candle?.lots ?? 0)]
    expect(rest).toEqual(expected)
  }
  const perpetual = await perpetuals.fetchOHLCV('BTC/USDT:USDT', '1m', since, 100)
  expect(perpetual).toEqual(candles)
})

test('its trades, fetched and watched, are those of the ledger', async () => {
  const fetched = await client.fetchTrades('BTC/USDT', undefined, 100)
  expect(fetched).toHaveLength(100)
  for (const trade of fetched) expectTrue(trade)
  let watched = 0
  while (watched < 50) {
    const trades = await client.watchTrades('BTC/USDT')
    for (const trade of trades) expectTrue(trade)
    watched += trades.length
  }
}, 30_000)

test('its watched candles are those of the ledger', async () => {
  let seen: number[] = []
  const firstMs = server.exchange.nowMs
  while ((seen[0] ?? 0) <= firstMs) {
    const candles = await client.watchOHLCV('BTC/USDT', '1m')
    seen = candles.at(-1) ?? []
  }
  const own = ledgerOf('BTCUSDT').candles
  expect(seen[1]).toBe(priceOf(own.at(((seen[0] ?? 0) - own.startMs) / 60_000)?.open ?? 0))
}, 30_000)

test('its order book, fetched and watched, holds together', async () => {
  const fetched = await client.fetchOrderBook('BTC/USDT', 20)
  expect(fetched.bids).toHaveLength(20)
  let watched = await client.watchOrderBook('BTC/USDT')
  for (let turn = 0; turn < 5; turn++) watched = await client.watchOrderBook('BTC/USDT')
  const [bid = 0, ask = 0] = [watched.bids[0]?.[0], watched.asks[0]?.[0]]
  expect(bid).toBeLessThan(ask)
  const { price } = ledgerOf('BTCUSDT').market.floor
  expect(Math.abs(bid / priceOf(price) - 1)).toBeLessThan(0.01)
}, 30_000)

test('tickers and funding come through', async () => {
  const { last } = await client.fetchTicker('BTC/USDT')
  expect(Math.abs(last / priceOf(ledgerOf('BTCUSDT').market.floor.price) - 1)).toBeLessThan(0.01)
  const { fundingRate } = await perpetuals.fetchFundingRate('BTC/USDT:USDT')
  expect(Math.abs(fundingRate)).toBeLessThan(0.0075)
  const [trade] = await perpetuals.watchTrades('BTC/USDT:USDT')
  if (trade !== undefined) expectTrue(trade)
}, 30_000)
