import type { FastifyInstance } from 'fastify'
import type { Exchange } from '../exchange.ts'
import type { SymbolLedger } from '../ledger/symbol-ledger.ts'
import { ApiError } from './api-error.ts'
import { bestOf, levelsOf } from './depth.ts'
import { futuresInfo, spotInfo } from './exchange-info.ts'
import {
  accountRatios,
  fundingRates,
  openInterest,
  openInterestHistory,
  premiumIndex,
  takerRatios,
  topPositionRatios,
} from './futures-data.ts'
import { klineRows } from './klines.ts'
import { limitOfQuery, type Query, symbolOfQuery, symbolsOfQuery } from './query.ts'
import { dayTicker } from './tickers.ts'
import { aggregateTrades, historicalTrades, lastTrades } from './trades.ts'
import { Units, type Venue } from './units.ts'

const klinesMax = { spot: 1_000, futures: 1_500 } as const
const depthMax = { spot: 5_000, futures: 1_000 } as const

type Answer = (query: Query) => unknown

/** Market data as Binance gives them out; nothing here needs a key, and nothing takes an order. */
export function addMarketRoutes(app: FastifyInstance, exchange: Exchange): void {
  const get = (path: string, answer: Answer) =>
    app.get(path, (request) => answer(request.query as Query))
  addSharedRoutes(get, exchange, 'spot', '/api/v3')
  addSharedRoutes(get, exchange, 'futures', '/fapi/v1')
  addSpotRoutes(get, exchange)
  addFuturesRoutes(get, exchange)
}

type Get = (path: string, answer: Answer) => unknown

function addSharedRoutes(get: Get, exchange: Exchange, venue: Venue, base: string): void {
  const units = (ledger: SymbolLedger) => new Units(ledger.listing, venue)
  const of =
    <Row>(
      answer: (ledger: SymbolLedger, query: Query, units: Units, venue: Venue) => Row,
    ): Answer =>
    (query) => {
      const ledger = symbolOfQuery(exchange, query)
      return answer(ledger, query, units(ledger), venue)
    }
  /** One object for one symbol, an array for several. */
  const each =
    (row: (ledger: SymbolLedger, units: Units) => unknown): Answer =>
    (query) => {
      const { ledgers, single } = symbolsOfQuery(exchange, query)
      const rows = ledgers.map((ledger) => row(ledger, units(ledger)))
      return single ? rows[0] : rows
    }
  get(`${base}/ping`, () => ({}))
  get(`${base}/time`, () => ({ serverTime: Math.floor(exchange.nowMs) }))
  const klines = of((ledger, query, one) => klineRows(ledger, query, one, klinesMax[venue]))
  get(`${base}/klines`, klines)
  get(`${base}/trades`, of(lastTrades))
  get(`${base}/historicalTrades`, of(historicalTrades))
  get(`${base}/aggTrades`, of(aggregateTrades))
  get(
    `${base}/depth`,
    of((ledger, query, one) => {
      const levels = levelsOf(ledger, limitOfQuery(query, 100, depthMax[venue]), one)
      const time = Math.floor(exchange.nowMs)
      const times = venue === 'spot' ? {} : { E: time, T: time }
      return { lastUpdateId: ledger.market.floor.book.updates, ...times, ...levels }
    }),
  )
  const now = () => Math.floor(exchange.nowMs)
  const symbolOf = ({ listing: { symbol } }: SymbolLedger) => ({ symbol })
  get(
    `${base}/ticker/24hr`,
    each((ledger, one) => dayTicker(ledger, now(), one, venue)),
  )
  get(
    `${base}/ticker/price`,
    each((ledger, one) => ({
      ...symbolOf(ledger),
      price: one.price(ledger.market.floor.lastTick),
      ...(venue === 'futures' && { time: now() }),
    })),
  )
  get(
    `${base}/ticker/bookTicker`,
    each((ledger, one) => ({
      ...symbolOf(ledger),
      ...bestOf(ledger, one),
      ...(venue === 'futures' && { time: now() }),
    })),
  )
}

function addSpotRoutes(get: Get, exchange: Exchange): void {
  get('/api/v3/exchangeInfo', (query) =>
    spotInfo(exchange, symbolsOfQuery(exchange, query).ledgers),
  )
  get('/api/v3/uiKlines', (query) => {
    const ledger = symbolOfQuery(exchange, query)
    return klineRows(ledger, query, new Units(ledger.listing, 'spot'), klinesMax.spot)
  })
  get('/api/v3/avgPrice', (query) => {
    const ledger = symbolOfQuery(exchange, query)
    const price = new Units(ledger.listing, 'spot').finePrice(ledger.market.floor.averages.fast)
    return { mins: 5, price, closeTime: Math.floor(exchange.nowMs) }
  })
}

function addFuturesRoutes(get: Get, exchange: Exchange): void {
  const units = (ledger: SymbolLedger) => new Units(ledger.listing, 'futures')
  const of =
    (answer: (ledger: SymbolLedger, query: Query, units: Units) => unknown): Answer =>
    (query) => {
      const ledger = symbolOfQuery(exchange, query)
      return answer(ledger, query, units(ledger))
    }
  get('/fapi/v1/exchangeInfo', () => futuresInfo(exchange))
  get('/fapi/v1/premiumIndex', (query) => {
    const { ledgers, single } = symbolsOfQuery(exchange, query)
    const rows = ledgers.map((ledger) => premiumIndex(exchange, ledger, units(ledger)))
    return single ? rows[0] : rows
  })
  get('/fapi/v1/fundingRate', (query) =>
    fundingRates(symbolsOfQuery(exchange, query).ledgers, query, units),
  )
  get(
    '/fapi/v1/openInterest',
    of((ledger, _query, one) => openInterest(exchange, ledger, one)),
  )
  get('/futures/data/openInterestHist', of(openInterestHistory))
  get('/futures/data/globalLongShortAccountRatio', of(accountRatios))
  get('/futures/data/topLongShortPositionRatio', of(topPositionRatios))
  get('/futures/data/takerlongshortRatio', of(takerRatios))
  // ccxt asks for these where it is not told which markets to load.
  get('/dapi/v1/exchangeInfo', () => ({ ...futuresInfo(exchange), symbols: [] }))
}

export function unknownPath(path: string): ApiError {
  return new ApiError(404, -1, `There is no ${path} here.`)
}
