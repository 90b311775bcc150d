import type { Exchange } from '../exchange.ts'
import { type ContextSample, fundingMs, sampleMs } from '../ledger/context-samples.ts'
import type { SymbolLedger } from '../ledger/symbol-ledger.ts'
import { ApiError } from './api-error.ts'
import { foldedCandle, intervals } from './klines.ts'
import { limitOfQuery, numberOfQuery, type Query } from './query.ts'
import type { Units } from './units.ts'

/** Mark price, index price and premium. The index is what the perpetual would cost without the crowd's premium. */
export function markOf(ledger: SymbolLedger) {
  const { price, premium } = ledger.sampleNow()
  return { mark: price, index: price / (1 + premium), rate: ledger.estimatedFunding() }
}

export function premiumIndex(exchange: Exchange, ledger: SymbolLedger, units: Units) {
  const { mark, index } = markOf(ledger)
  const nowMs = Math.floor(exchange.nowMs)
  return {
    symbol: ledger.listing.symbol,
    markPrice: units.finePrice(mark),
    indexPrice: units.finePrice(index),
    estimatedSettlePrice: units.finePrice(index),
    lastFundingRate: ledger.estimatedFunding().toFixed(8),
    interestRate: '0.00010000',
    nextFundingTime: nextFundingMs(nowMs),
    time: nowMs,
  }
}

export function nextFundingMs(nowMs: number): number {
  return nowMs - (nowMs % fundingMs) + fundingMs
}

export function fundingRates(ledgers: readonly SymbolLedger[], query: Query, unitsOf: UnitsOf) {
  const rows = ledgers.flatMap((ledger) =>
    ledger.fundings.map(({ timeMs, rate, price }) => ({
      symbol: ledger.listing.symbol,
      fundingTime: timeMs,
      fundingRate: rate.toFixed(8),
      markPrice: unitsOf(ledger).finePrice(price),
    })),
  )
  rows.sort((one, other) => one.fundingTime - other.fundingTime)
  return windowOf(rows, query, 100, 1_000, ({ fundingTime }) => fundingTime)
}

export type UnitsOf = (ledger: SymbolLedger) => Units

export function openInterest(exchange: Exchange, ledger: SymbolLedger, units: Units) {
  return {
    symbol: ledger.listing.symbol,
    openInterest: units.quantity(ledger.sampleNow().openLots),
    time: Math.floor(exchange.nowMs),
  }
}

export function openInterestHistory(ledger: SymbolLedger, query: Query, units: Units) {
  return samplesOf(ledger, query).map(({ openLots, price, timeMs }) => ({
    symbol: ledger.listing.symbol,
    sumOpenInterest: units.quantity(openLots),
    sumOpenInterestValue: units.turnover(openLots * price),
    timestamp: timeMs,
  }))
}

export function accountRatios(ledger: SymbolLedger, query: Query) {
  return samplesOf(ledger, query).map(({ longAccounts, shortAccounts, timeMs }) =>
    ratioRow(ledger, longAccounts, shortAccounts, timeMs),
  )
}

export function topPositionRatios(ledger: SymbolLedger, query: Query) {
  return samplesOf(ledger, query).map(({ topLongLots, topShortLots, timeMs }) =>
    ratioRow(ledger, topLongLots, topShortLots, timeMs),
  )
}

export function takerRatios(ledger: SymbolLedger, query: Query, units: Units) {
  const periodMs = periodOf(query)
  return samplesOf(ledger, query).map(({ timeMs }) => {
    const candle = foldedCandle(ledger.candles, timeMs - periodMs, periodMs)
    const bought = candle?.takerBuyLots ?? 0
    const sold = (candle?.lots ?? 0) - bought
    return {
      buySellRatio: (sold > 0 ? bought / sold : 1).toFixed(4),
      buyVol: units.quantity(bought),
      sellVol: units.quantity(sold),
      timestamp: timeMs,
    }
  })
}

function ratioRow(ledger: SymbolLedger, long: number, short: number, timestamp: number) {
  const all = Math.max(1, long + short)
  return {
    symbol: ledger.listing.symbol,
    longShortRatio: (long / Math.max(1, short)).toFixed(4),
    longAccount: (long / all).toFixed(4),
    shortAccount: (short / all).toFixed(4),
    timestamp,
  }
}

function periodOf(query: Query): number {
  const periodMs = intervals[query.period ?? '']
  if (periodMs === undefined || periodMs < sampleMs) {
    throw new ApiError(400, -1130, "Data sent for parameter 'period' is not valid.")
  }
  return periodMs
}

/** The samples at the ends of periods. */
function samplesOf(ledger: SymbolLedger, query: Query): ContextSample[] {
  const periodMs = periodOf(query)
  const ends = ledger.samples.filter(({ timeMs }) => timeMs % periodMs === 0)
  return windowOf(ends, query, 30, 500, ({ timeMs }) => timeMs)
}

/** Without a start the last ones, with one the first from there on. */
function windowOf<Row>(
  rows: readonly Row[],
  query: Query,
  usual: number,
  max: number,
  timeOf: (row: Row) => number,
): Row[] {
  const limit = limitOfQuery(query, usual, max)
  const startMs = numberOfQuery(query, 'startTime')
  const endMs = numberOfQuery(query, 'endTime') ?? Number.POSITIVE_INFINITY
  const inside = rows.filter((row) => timeOf(row) >= (startMs ?? 0) && timeOf(row) <= endMs)
  return startMs === undefined ? inside.slice(-limit) : inside.slice(0, limit)
}
