import { Exchange } from './exchange.ts'
import type { SymbolLedger } from './ledger/symbol-ledger.ts'
import { type StylisedFacts, stylisedFacts } from './market/facts.ts'
import { noAsk, noBid } from './market/order-book.ts'
import { scenarioSchema } from './scenarios/scenario.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
const bookLevels = 10

export interface FactsOptions {
  readonly symbols: readonly string[]
  readonly seed: number
  readonly days: number
  readonly decisionsPerMinute: number
}

/** One thing that is known of markets, whether it is so here, and by what number. */
export interface Fact {
  readonly symbol: string
  readonly name: string
  readonly value: number
  /** What it must be, in words. */
  readonly wanted: string
  readonly holds: boolean
}

interface BookMinutes {
  readonly spreads: number[]
  /** Typical trades in the ten best levels of the thinner side. */
  readonly depths: number[]
  empty: number
}

/** Runs an undisturbed market and holds it against what is known of markets. */
export function factsOf({ symbols, seed, days, decisionsPerMinute }: FactsOptions): Fact[] {
  const endMs = Date.UTC(2026, 0, 1) + days * dayMs
  const scenario = scenarioSchema.parse({ name: 'calm', description: 'none', phases: [] })
  const exchange = new Exchange({
    seed,
    symbols,
    scenario,
    liveMs: endMs,
    historyDays: days,
    historyDecisionsPerMinute: decisionsPerMinute,
  })
  const books = new Map<SymbolLedger, BookMinutes>(
    exchange.ledgers.map((ledger) => [ledger, { spreads: [], depths: [], empty: 0 }]),
  )
  for (let timeMs = exchange.startMs + minuteMs; timeMs <= endMs; timeMs += minuteMs) {
    exchange.runTo(timeMs)
    for (const [ledger, book] of books) look(ledger, book)
  }
  return [...books].flatMap(([ledger, book]) => judged(ledger, book))
}

function look({ market: { floor } }: SymbolLedger, minutes: BookMinutes): void {
  const { book, price, unit } = floor
  if (book.bestBid === noBid || book.bestAsk === noAsk) {
    minutes.empty++
    return
  }
  minutes.spreads.push(((book.bestAsk - book.bestBid) / price) * 10_000)
  let bids = 0
  let asks = 0
  let [bid, ask] = [book.bestBid, book.bestAsk]
  for (let level = 0; level < bookLevels; level++) {
    bids += book.lotsAt(bid)
    asks += book.lotsAt(ask)
    if (bid !== noBid) bid = book.below(bid)
    if (ask !== noAsk) ask = book.above(ask)
  }
  minutes.depths.push(Math.min(bids, asks) / unit)
}

function judged(ledger: SymbolLedger, { spreads, depths, empty }: BookMinutes): Fact[] {
  const { symbol } = ledger.listing
  const closes: number[] = []
  for (let minute = 0; minute < ledger.candles.minutes; minute++) {
    const candle = ledger.candles.at(minute)
    if (candle !== undefined) closes.push(candle.close)
  }
  const facts = stylisedFacts(closes)
  const fact = (name: string, value: number, wanted: string, holds: boolean): Fact => ({
    symbol,
    name,
    value,
    wanted,
    holds,
  })
  const spread = medianOf(spreads)
  const depth = medianOf(depths)
  const oneSided = empty / (empty + spreads.length)
  return [
    ...factsOfReturns(facts, fact),
    fact('median spread, basis points', spread, '0.02 to 20', spread >= 0.02 && spread <= 20),
    fact('median depth of ten levels, trades', depth, '3 to 300', depth >= 3 && depth <= 300),
    fact('share of minutes with a side empty', oneSided, 'below 0.01', oneSided < 0.01),
  ]
}

type Judge = (name: string, value: number, wanted: string, holds: boolean) => Fact

function factsOfReturns(facts: StylisedFacts, fact: Judge): Fact[] {
  const { excessKurtosis, returnMemory, sizeMemory, deviation } = facts
  const [soon = 0, later = 0] = [sizeMemory[1], sizeMemory[60]]
  // Tails this fat widen the band of an autocorrelation well beyond 1.96 / √n.
  const memoryMax = 0.1
  const slow = later > 0.05 && later > soon / 5
  return [
    fact(
      'deviation of a minute, basis points',
      deviation,
      '1 to 50',
      deviation > 1 && deviation < 50,
    ),
    fact('excess kurtosis', excessKurtosis, 'above 3', excessKurtosis > 3),
    fact(
      'largest autocorrelation of returns, lags 1 to 10',
      returnMemory,
      'within 0.1',
      Math.abs(returnMemory) < memoryMax,
    ),
    fact('autocorrelation of |returns|, lag 1', soon, 'above 0.1', soon > 0.1),
    fact('the same at lag 60', later, 'above 0.05 and a fifth of lag 1', slow),
  ]
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
