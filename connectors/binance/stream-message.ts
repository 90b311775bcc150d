import type { Kline, Tick } from '../../schemas/contracts.generated.ts'
import { intervalOfName } from '../files/candle-interval.ts'
import { quoted } from '../files/csv-scan.ts'
import type { SourceRecord } from '../files/source-record.ts'
import { normaliseSymbol } from '../files/symbol-name.ts'
import { type TimeUnit, timeMsOf, timeTextFault, unitOfDigits } from '../files/time-unit.ts'

export type Fields = { readonly [name: string]: unknown }

/** Mark price of a perpetual, and what its funding will be. */
export interface MarkPrice {
  readonly type: 'mark-price'
  readonly symbol: string
  readonly eventMs: number
  readonly markPrice: number
  readonly indexPrice: number
  /** Share of notional that longs pay shorts; null where the contract has none. */
  readonly fundingRate: number | null
  readonly nextFundingMs: number
}

/** A position that the exchange closed by force. */
export interface Liquidation {
  readonly type: 'liquidation'
  readonly symbol: string
  readonly eventMs: number
  /** Of the closing order: a long is closed by SELL. */
  readonly side: 'BUY' | 'SELL'
  readonly price: number
  readonly quantity: number
}

export type StreamMessage =
  | { readonly type: 'record'; readonly record: SourceRecord }
  | MarkPrice
  | Liquidation
  /** It holds nothing for us. */
  | { readonly type: 'skipped'; readonly what: string }
  | { readonly type: 'fault'; readonly reason: string }

/** What no message says of itself. */
export interface MessageFacts {
  readonly exchange: string
  /** Whether aggregated trades are the ticks; else plain ones are. */
  readonly aggregated: boolean
  /** Of event times; null: each time tells its own by its digits. */
  readonly unit: TimeUnit | null
}

/**
 * One message of a Binance stream, spot or USDⓈ-M perpetual, without its `{stream, data}` wrapping: trade, aggTrade, kline, markPriceUpdate, forceOrder.
 * Anything else is skipped by name, never silently.
 */
export function readMessage(data: Fields, receiveMs: number, facts: MessageFacts): StreamMessage {
  switch (data.e) {
    case 'trade':
      return facts.aggregated ? skipped('plain trades') : trade(data, data.t, receiveMs, facts)
    case 'aggTrade':
      return facts.aggregated ? trade(data, data.a, receiveMs, facts) : skipped('aggregated trades')
    case 'kline':
      return kline(fieldsOf(data.k) ?? {}, receiveMs, facts)
    case 'markPriceUpdate':
      return markPrice(data, facts)
    case 'forceOrder':
      return liquidation(fieldsOf(data.o) ?? {}, facts)
    default:
      return skipped(nameOf(data))
  }
}

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? (value as Fields) : null
}

/** Decimals are strings in Binance's messages; anything else is no number. */
export function decimalOf(text: unknown): number {
  return typeof text === 'string' && decimal.test(text) ? Number(text) : Number.NaN
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

function trade(
  data: Fields,
  id: unknown,
  receiveMs: number,
  { exchange, unit }: MessageFacts,
): StreamMessage {
  const symbol = symbolOf(data.s)
  const eventMs = timeOf(data.T, unit)
  const price = decimalOf(data.p)
  const quantity = decimalOf(data.q)
  const maker = data.m
  if (symbol === null) return fault(`symbol cannot be read: ${quoted(String(data.s))}`)
  if (Number.isNaN(eventMs)) return timeFault('trade time', data.T, unit)
  if (typeof id !== 'number' || !Number.isSafeInteger(id))
    return fault(`trade id is not a whole number: ${quoted(String(id))}`)
  if (Number.isNaN(price)) return fault(`price is not a number: ${quoted(String(data.p))}`)
  if (price < 0) return fault(`price is negative: ${quoted(String(data.p))}`)
  if (Number.isNaN(quantity)) return fault(`quantity is not a number: ${quoted(String(data.q))}`)
  if (typeof maker !== 'boolean') return fault(`side cannot be read: ${quoted(String(maker))}`)
  if (price === 0 && quantity === 0) return skipped('trades without price and quantity')
  const value: Tick = {
    exchange,
    symbol,
    trade_id: id,
    event_time: eventMs,
    receive_time: receiveMs,
    price,
    quantity,
    taker_side: maker ? 'SELL' : 'BUY',
  }
  return { type: 'record', record: { topic: 'ticks', key: symbol, eventMs, receiveMs, value } }
}

function kline(k: Fields, receiveMs: number, { exchange, unit }: MessageFacts): StreamMessage {
  if (k.x === false) return skipped('klines that are still open')
  const interval = intervalOfName(String(k.i))
  if (interval === null) return skipped('klines of other intervals')
  const symbol = symbolOf(k.s)
  const openMs = timeOf(k.t, unit)
  if (symbol === null) return fault(`symbol cannot be read: ${quoted(String(k.s))}`)
  if (Number.isNaN(openMs)) return timeFault('open time', k.t, unit)
  const value: Kline = {
    exchange,
    symbol,
    interval: interval.name,
    open_time: openMs,
    open: decimalOf(k.o),
    high: decimalOf(k.h),
    low: decimalOf(k.l),
    close: decimalOf(k.c),
    volume: decimalOf(k.v),
    quote_volume: decimalOf(k.q),
    trades: typeof k.n === 'number' ? k.n : null,
    taker_buy_volume: decimalOf(k.V),
    receive_time: receiveMs,
    origin: 'STREAM',
  }
  const broken = klineNumbersFault(value)
  if (broken !== undefined) return fault(broken)
  const eventMs = openMs + interval.ms
  return { type: 'record', record: { topic: 'klines', key: symbol, eventMs, receiveMs, value } }
}

/** What keeps a kline's numbers from being ones. */
export function klineNumbersFault(value: Kline): string | undefined {
  for (const [name, number] of Object.entries(value))
    if (Number.isNaN(number)) return `${name} is not a number`
  const { open, high, low, close } = value
  return Math.min(open, high, low, close) < 0 ? 'price is negative' : undefined
}

function markPrice(data: Fields, { unit }: MessageFacts): StreamMessage {
  const symbol = symbolOf(data.s)
  const eventMs = timeOf(data.E, unit)
  const price = decimalOf(data.p)
  const indexPrice = decimalOf(data.i)
  const nextFundingMs = data.T === 0 ? 0 : timeOf(data.T, unit)
  if (symbol === null) return fault(`symbol cannot be read: ${quoted(String(data.s))}`)
  if (Number.isNaN(eventMs)) return timeFault('event time', data.E, unit)
  if (Number.isNaN(nextFundingMs)) return timeFault('funding time', data.T, unit)
  if (Number.isNaN(price)) return fault(`mark price is not a number: ${quoted(String(data.p))}`)
  if (Number.isNaN(indexPrice))
    return fault(`index price is not a number: ${quoted(String(data.i))}`)
  const rate = decimalOf(data.r)
  const fundingRate = Number.isNaN(rate) ? null : rate
  return {
    type: 'mark-price',
    symbol,
    eventMs,
    markPrice: price,
    indexPrice,
    fundingRate,
    nextFundingMs,
  }
}

function liquidation(o: Fields, { unit }: MessageFacts): StreamMessage {
  const symbol = symbolOf(o.s)
  const eventMs = timeOf(o.T, unit)
  const side = o.S
  // What it was filled at; the order's own price where that is not said.
  const filled = decimalOf(o.ap)
  const price = filled > 0 ? filled : decimalOf(o.p)
  const quantity = decimalOf(o.q)
  if (symbol === null) return fault(`symbol cannot be read: ${quoted(String(o.s))}`)
  if (Number.isNaN(eventMs)) return timeFault('trade time', o.T, unit)
  if (side !== 'BUY' && side !== 'SELL')
    return fault(`side cannot be read: ${quoted(String(side))}`)
  if (Number.isNaN(price)) return fault(`price is not a number: ${quoted(String(o.p))}`)
  if (Number.isNaN(quantity)) return fault(`quantity is not a number: ${quoted(String(o.q))}`)
  return { type: 'liquidation', symbol, eventMs, side, price, quantity }
}

const namesByType: { readonly [type: string]: string } = {
  depthUpdate: 'depth updates',
  bookTicker: 'book tickers',
  '24hrTicker': 'tickers',
  '24hrMiniTicker': 'tickers',
}

function nameOf(data: Fields): string {
  if (typeof data.e === 'string') return namesByType[data.e] ?? 'other messages'
  // Spot gives these no type.
  if ('lastUpdateId' in data) return 'depth snapshots'
  return 'u' in data && 'b' in data ? 'book tickers' : 'other messages'
}

/** The same few names come again and again. */
const symbols = new Map<string, string | null>()
const symbolsMax = 10_000

function symbolOf(text: unknown): string | null {
  const name = String(text)
  const known = symbols.get(name)
  if (known !== undefined) return known
  const symbol = normaliseSymbol(name)
  if (symbols.size < symbolsMax) symbols.set(name, symbol)
  return symbol
}

function timeOf(time: unknown, unit: TimeUnit | null): number {
  if (unit !== null) return timeMsOf(time, unit)
  if (typeof time !== 'number') return Number.NaN
  if (time >= 1e12 && time < 1e13 && Number.isSafeInteger(time)) return time
  const own = unitOfDigits(String(time).length)
  return own === null ? Number.NaN : timeMsOf(time, own)
}

function timeFault(name: string, time: unknown, unit: TimeUnit | null): StreamMessage {
  return fault(timeTextFault(name, String(time), unit ?? 'ms'))
}

function fault(reason: string): StreamMessage {
  return { type: 'fault', reason }
}

const skippedByName = new Map<string, StreamMessage>()

function skipped(what: string): StreamMessage {
  let known = skippedByName.get(what)
  if (known === undefined) {
    known = { type: 'skipped', what }
    skippedByName.set(what, known)
  }
  return known
}
