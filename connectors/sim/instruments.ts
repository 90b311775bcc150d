/** What a symbol looks like: enough to make its numbers plausible. */
export interface Instrument {
  readonly symbol: string
  readonly startPrice: number
  /** Standard deviation of a one-minute log return in a plain hour. */
  readonly minuteVolatility: number
  /** Share of its movement that it has in common with the market, as a correlation. */
  readonly marketCorrelation: number
  readonly priceDecimals: number
  readonly quantityDecimals: number
  /** Typical size of a trade, in quote units. */
  readonly tradeNotional: number
}

type Known = Omit<Instrument, 'symbol'>

const known: { readonly [symbol: string]: Known } = {
  BTCUSDT: {
    startPrice: 60_000,
    minuteVolatility: 0.000_55,
    marketCorrelation: 0.85,
    priceDecimals: 2,
    quantityDecimals: 5,
    tradeNotional: 9_000,
  },
  ETHUSDT: {
    startPrice: 3_000,
    minuteVolatility: 0.000_7,
    marketCorrelation: 0.8,
    priceDecimals: 2,
    quantityDecimals: 4,
    tradeNotional: 5_000,
  },
  SOLUSDT: {
    startPrice: 150,
    minuteVolatility: 0.000_9,
    marketCorrelation: 0.7,
    priceDecimals: 3,
    quantityDecimals: 2,
    tradeNotional: 2_500,
  },
}

const other: Known = {
  startPrice: 100,
  minuteVolatility: 0.000_9,
  marketCorrelation: 0.6,
  priceDecimals: 4,
  quantityDecimals: 2,
  tradeNotional: 1_500,
}

export function instrumentOf(symbol: string): Instrument {
  return { symbol, ...(known[symbol] ?? other) }
}
