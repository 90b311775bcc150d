import type { MinuteCandle, MinuteCandles } from '../ledger/minute-candles.ts'
import type { SymbolLedger } from '../ledger/symbol-ledger.ts'
import { ApiError } from './api-error.ts'
import { limitOfQuery, numberOfQuery, type Query } from './query.ts'
import type { Units } from './units.ts'

const minuteMs = 60_000
const hourMs = 3_600_000

/** The intervals of klines that it knows, by their names. */
export const intervals: { readonly [name: string]: number } = {
  '1m': minuteMs,
  '3m': 3 * minuteMs,
  '5m': 5 * minuteMs,
  '15m': 15 * minuteMs,
  '30m': 30 * minuteMs,
  '1h': hourMs,
  '2h': 2 * hourMs,
  '4h': 4 * hourMs,
  '6h': 6 * hourMs,
  '8h': 8 * hourMs,
  '12h': 12 * hourMs,
  '1d': 24 * hourMs,
}

/** A candle of any interval, as one of a minute; undefined where the exchange was down all the time. */
export function foldedCandle(
  candles: MinuteCandles,
  openMs: number,
  intervalMs: number,
): MinuteCandle | undefined {
  const first = Math.floor((openMs - candles.startMs) / minuteMs)
  const minutes = intervalMs / minuteMs
  if (minutes === 1) return candles.at(first)
  let open: MinuteCandle | undefined
  let [high, low, close, lots, turnover, trades] = [0, 0, 0, 0, 0, 0]
  let [takerBuyLots, takerBuyTurnover, firstTradeId, lastTradeId] = [0, 0, -1, -1]
  const from = Math.max(0, first)
  const to = Math.min(first + minutes, candles.minutes)
  for (let at = from; at < to; at++) {
    const one = candles.at(at)
    if (one === undefined) continue
    if (open === undefined) low = one.low
    open ??= one
    high = Math.max(high, one.high)
    low = Math.min(low, one.low)
    close = one.close
    lots += one.lots
    turnover += one.turnover
    trades += one.trades
    takerBuyLots += one.takerBuyLots
    takerBuyTurnover += one.takerBuyTurnover
    if (one.trades === 0) continue
    if (firstTradeId < 0) firstTradeId = one.firstTradeId
    lastTradeId = one.lastTradeId
  }
  if (open === undefined) return undefined
  const prices = { open: open.open, high, low, close }
  const flow = { lots, turnover, trades, takerBuyLots, takerBuyTurnover }
  return { openMs, ...prices, ...flow, firstTradeId, lastTradeId }
}

export type KlineRow = readonly (string | number)[]

export function klineRow(candle: MinuteCandle, intervalMs: number, units: Units): KlineRow {
  return [
    candle.openMs,
    units.price(candle.open),
    units.price(candle.high),
    units.price(candle.low),
    units.price(candle.close),
    units.quantity(candle.lots),
    candle.openMs + intervalMs - 1,
    units.turnover(candle.turnover),
    candle.trades,
    units.quantity(candle.takerBuyLots),
    units.turnover(candle.takerBuyTurnover),
    '0',
  ]
}

export function intervalOfQuery(query: Query): number {
  const intervalMs = intervals[query.interval ?? '']
  if (intervalMs === undefined) throw new ApiError(400, -1120, 'Invalid interval.')
  return intervalMs
}

/** Without a start the last ones; with one the first from there on. The open candle is among them. */
export function klineRows(
  { candles }: SymbolLedger,
  query: Query,
  units: Units,
  limitMax: number,
): KlineRow[] {
  const intervalMs = intervalOfQuery(query)
  const limit = limitOfQuery(query, 500, limitMax)
  const startMs = numberOfQuery(query, 'startTime')
  const endMs = numberOfQuery(query, 'endTime') ?? Number.POSITIVE_INFINITY
  const floor = (timeMs: number) => timeMs - (timeMs % intervalMs)
  const newestMs = floor(Math.min(endMs, candles.endMs - minuteMs))
  const oldestMs = floor(candles.startMs)
  const rows: KlineRow[] = []
  const add = (openMs: number) => {
    const candle = foldedCandle(candles, openMs, intervalMs)
    if (candle !== undefined) rows.push(klineRow(candle, intervalMs, units))
  }
  if (startMs === undefined) {
    for (let at = newestMs; at >= oldestMs && rows.length < limit; at -= intervalMs) add(at)
    return rows.reverse()
  }
  const firstMs = Math.max(oldestMs, floor(startMs + intervalMs - 1))
  for (let at = firstMs; at <= newestMs && rows.length < limit; at += intervalMs) add(at)
  return rows
}
