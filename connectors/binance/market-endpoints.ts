/** Binance's two markets that are read. */
export type BinanceMarket = 'spot' | 'perpetual'

/** Where a market is reached. */
export interface BinanceUrls {
  /** Of REST, up to and with the version: https://api.binance.com/api/v3. */
  readonly rest: string
  /** Of streams, without path: wss://stream.binance.com:9443. */
  readonly stream: string
}

/** What sets one market apart from the other. */
export interface MarketEndpoints extends BinanceUrls {
  /** As records name it. */
  readonly exchange: string
  /** The class of ccxt, and the part of its `urls.api` that holds public market data. */
  readonly ccxtId: 'binance' | 'binanceusdm'
  readonly ccxtApi: 'public' | 'fapiPublic'
  /** Request weight a minute, where the exchange does not say. */
  readonly weightMax: number
  readonly weights: { readonly [path: string]: number }
  /** Whether trades of any age are given by their ids without a key. */
  readonly oldTrades: boolean
}

export const endpoints: { readonly [market in BinanceMarket]: MarketEndpoints } = {
  spot: {
    exchange: 'binance',
    rest: 'https://api.binance.com/api/v3',
    stream: 'wss://stream.binance.com:9443',
    ccxtId: 'binance',
    ccxtApi: 'public',
    weightMax: 6_000,
    weights: {
      time: 1,
      exchangeInfo: 20,
      klines: 2,
      trades: 25,
      historicalTrades: 25,
      aggTrades: 4,
    },
    oldTrades: true,
  },
  perpetual: {
    exchange: 'binance-usdm',
    rest: 'https://fapi.binance.com/fapi/v1',
    stream: 'wss://fstream.binance.com',
    ccxtId: 'binanceusdm',
    ccxtApi: 'fapiPublic',
    weightMax: 2_400,
    weights: { time: 1, exchangeInfo: 1, klines: 5, trades: 5, aggTrades: 20 },
    oldTrades: false,
  },
}

/** Of one market; another server that speaks the protocol may take its place. */
export function endpointsOf(
  market: BinanceMarket,
  urls: { readonly rest: string | null; readonly stream: string | null },
): MarketEndpoints {
  const own = endpoints[market]
  return { ...own, rest: urls.rest ?? own.rest, stream: urls.stream ?? own.stream }
}
