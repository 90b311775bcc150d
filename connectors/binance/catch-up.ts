import { exchangeHole } from '../../schemas/context-kinds.ts'
import type { ContextPoint, Kline, Tick } from '../../schemas/contracts.generated.ts'
import type { SourceRecord } from '../files/source-record.ts'
import { type MarketData, TooFarBackError } from './market-data.ts'

const minuteMs = 60_000
/** Minutes at the end that have no klines yet; where more are missing, the exchange has none. */
const tailMaxMs = 10 * minuteMs

/** How far a symbol has come, as its bookmark keeps it. */
export interface SymbolPosition {
  /** Of the last trade; absent where only klines came. */
  readonly tradeId?: number
  readonly tradeMs?: number
  /** Open time of the last minute that came as a kline fetched from history. */
  readonly minuteMs?: number
}

export interface CatchUpOptions {
  readonly market: MarketData
  readonly symbol: string
  /** Undefined for a symbol that is new. */
  readonly position: SymbolPosition | undefined
  /** History of a new symbol. */
  readonly warmupMs: number
  /** What was missed for no longer than this comes as trades; what is older as klines of a minute. */
  readonly nearMs: number
  readonly nowMs: () => number
}

/**
 * What a symbol has missed, in the order of time, up to the newest trade: trades where that is near, else the rest of the last minute as far as
 * the exchange still gives its trades, then closed klines, then the trades of the minute at hand.
 */
export async function* catchUp(options: CatchUpOptions): AsyncGenerator<readonly SourceRecord[]> {
  const { market, symbol, position, nearMs, nowMs } = options
  if (position?.tradeId !== undefined && nowMs() - reachedMs(position) <= nearMs) {
    try {
      yield* recordsOf(market.tradesAfter(symbol, position.tradeId))
      return
    } catch (error) {
      if (!(error instanceof TooFarBackError)) throw error
    }
  }
  let endMs = Number.NEGATIVE_INFINITY
  for await (const records of history(options)) {
    endMs = records.at(-1)?.eventMs ?? endMs
    yield records
  }
  // A kline that is not there yet is made up for by its trades.
  const minuteAtHand = Math.floor(nowMs() / minuteMs) * minuteMs
  const sinceMs = minuteAtHand - endMs <= tailMaxMs ? endMs : minuteAtHand
  const first = await market.firstTradeId(symbol, sinceMs)
  if (first === undefined) return
  try {
    yield* recordsOf(market.tradesAfter(symbol, first - 1))
  } catch (error) {
    // The minute at hand begins with what the streams bring; its kline repairs it.
    if (!(error instanceof TooFarBackError)) throw error
  }
}

async function* history({
  market,
  symbol,
  position,
  warmupMs,
  nowMs,
}: CatchUpOptions): AsyncGenerator<readonly SourceRecord[]> {
  const fromMs =
    position === undefined
      ? Math.floor((nowMs() - warmupMs) / minuteMs) * minuteMs
      : Math.floor(reachedMs(position) / minuteMs) * minuteMs
  // The last minute that has closed by then; while it is fetched more close, and are fetched too.
  for (let at = fromMs; ; ) {
    const toMs = Math.floor(nowMs() / minuteMs) * minuteMs - minuteMs
    if (at > toMs) return
    yield* minutesOf(market, symbol, at, toMs)
    at = toMs + minuteMs
  }
}

/** Closed minutes of a stretch as klines, and of what the exchange does not have, that it has not. */
export async function* minutesOf(
  market: MarketData,
  symbol: string,
  fromMs: number,
  toMs: number,
): AsyncGenerator<readonly SourceRecord[]> {
  let nextMs = fromMs
  let had = false
  for await (const klines of market.minutes(symbol, fromMs, toMs)) {
    const records: SourceRecord[] = []
    for (const kline of klines) {
      // Before a symbol was listed nothing is missing.
      if (had && kline.open_time > nextMs) records.push(hole(market, kline, nextMs))
      had = true
      nextMs = kline.open_time + minuteMs
      records.push({
        topic: 'klines',
        key: symbol,
        eventMs: nextMs,
        receiveMs: kline.receive_time,
        value: kline,
      })
    }
    yield records
  }
}

function hole(market: MarketData, behind: Kline, fromMs: number): SourceRecord {
  const { symbol, open_time: toMs, receive_time: receiveMs } = behind
  const value: ContextPoint = {
    exchange: market.exchange,
    symbol,
    kind: exchangeHole,
    event_time: fromMs,
    receive_time: receiveMs,
    value: (toMs - fromMs) / minuteMs,
    detail: null,
  }
  // It is known from the kline behind it.
  return { topic: 'context', key: symbol, eventMs: toMs, receiveMs, value }
}

async function* recordsOf(
  pages: AsyncIterable<readonly Tick[]>,
): AsyncGenerator<readonly SourceRecord[]> {
  for await (const ticks of pages) yield ticks.map(tickRecordOf)
}

export function tickRecordOf(value: Tick): SourceRecord {
  const { symbol: key, event_time: eventMs, receive_time: receiveMs } = value
  return { topic: 'ticks', key, eventMs, receiveMs, value }
}

/** Up to when everything has come. */
function reachedMs({ tradeMs, minuteMs: openMs }: SymbolPosition): number {
  const behindKline = openMs === undefined ? Number.NEGATIVE_INFINITY : openMs + minuteMs
  return Math.max(behindKline, tradeMs ?? Number.NEGATIVE_INFINITY)
}
