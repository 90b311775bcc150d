import type { SymbolLedger } from '../ledger/symbol-ledger.ts'
import type { Trade, TradeRing } from '../ledger/trade-ring.ts'
import { limitOfQuery, numberOfQuery, type Query } from './query.ts'
import type { Units, Venue } from './units.ts'

const limitMax = 1_000

export function lastTrades(ledger: SymbolLedger, query: Query, units: Units, venue: Venue) {
  const limit = limitOfQuery(query, 500, limitMax)
  return from(ledger.trades, ledger.trades.lastId - limit + 1, limit).map((trade) =>
    tradeRow(trade, units, venue),
  )
}

export function historicalTrades(ledger: SymbolLedger, query: Query, units: Units, venue: Venue) {
  const limit = limitOfQuery(query, 500, limitMax)
  const fromId = numberOfQuery(query, 'fromId') ?? ledger.trades.lastId - limit + 1
  return from(ledger.trades, fromId, limit).map((trade) => tradeRow(trade, units, venue))
}

/** Each trade is an aggregate of its own: both have the same ids. */
export function aggregateTrades(ledger: SymbolLedger, query: Query, units: Units, venue: Venue) {
  const { trades } = ledger
  const limit = limitOfQuery(query, 500, limitMax)
  const fromId = numberOfQuery(query, 'fromId')
  const startMs = numberOfQuery(query, 'startTime')
  const endMs = numberOfQuery(query, 'endTime') ?? Number.POSITIVE_INFINITY
  const endId = Number.isFinite(endMs) ? trades.idFrom(endMs + 1) - 1 : trades.lastId
  const firstId = fromId ?? (startMs === undefined ? endId - limit + 1 : trades.idFrom(startMs))
  return from(trades, firstId, limit)
    .filter(({ id, timeMs }) => fromId !== undefined || (id <= endId && timeMs <= endMs))
    .map((trade) => aggregateRow(trade, units, venue))
}

function tradeRow(trade: Trade, units: Units, venue: Venue) {
  const row = {
    id: trade.id,
    price: units.price(trade.tick),
    qty: units.quantity(trade.lots),
    quoteQty: units.turnover(trade.tick * trade.lots),
    time: trade.timeMs,
    isBuyerMaker: !trade.takerBuys,
  }
  return venue === 'spot' ? { ...row, isBestMatch: true } : row
}

export function aggregateRow(trade: Trade, units: Units, venue: Venue) {
  const row = {
    a: trade.id,
    p: units.price(trade.tick),
    q: units.quantity(trade.lots),
    f: trade.id,
    l: trade.id,
    T: trade.timeMs,
    m: !trade.takerBuys,
  }
  return venue === 'spot' ? { ...row, M: true } : row
}

function from(trades: TradeRing, firstId: number, count: number): Trade[] {
  const found: Trade[] = []
  const start = Math.max(trades.firstId, firstId)
  for (let id = start; id < start + count && id <= trades.lastId; id++) {
    const trade = trades.at(id)
    if (trade !== undefined) found.push(trade)
  }
  return found
}
