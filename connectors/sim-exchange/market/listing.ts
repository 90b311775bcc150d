import { type Instrument, instrumentOf } from '../../sim/instruments.ts'

/** A symbol as the exchange lists it: its units, and where its price begins. */
export interface Listing {
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly instrument: Instrument
  /** Ticks in one unit of price, and the digits behind the point that this makes. */
  readonly ticksPerUnit: number
  readonly priceDecimals: number
  readonly lotsPerUnit: number
  readonly quantityDecimals: number
  readonly startTicks: number
  /** Lots of a typical trade at the start. */
  readonly unitLots: number
}

const quotes = ['USDT', 'USDC', 'FDUSD', 'BTC', 'ETH'] as const

/** Between 100,000 and a million ticks make the price: a tick is a small part of a basis point. */
const leastTicks = 100_000

export function listingOf(symbol: string): Listing {
  const instrument = instrumentOf(symbol)
  const { startPrice, tradeNotional, quantityDecimals } = instrument
  let priceDecimals = 0
  let ticksPerUnit = 1
  while (startPrice * ticksPerUnit < leastTicks) {
    ticksPerUnit *= 10
    priceDecimals++
  }
  const lotsPerUnit = Number(`1e${quantityDecimals}`)
  const quote = quotes.find((name) => symbol.endsWith(name)) ?? 'USDT'
  return {
    symbol,
    base: symbol.endsWith(quote) ? symbol.slice(0, -quote.length) : symbol,
    quote,
    instrument,
    ticksPerUnit,
    priceDecimals,
    lotsPerUnit,
    quantityDecimals,
    startTicks: Math.round(startPrice * ticksPerUnit),
    unitLots: Math.max(1, Math.round((tradeNotional / startPrice) * lotsPerUnit)),
  }
}
