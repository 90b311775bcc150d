import type { MinuteCandle } from '../ledger/minute-candles.ts'
import type { Liquidation, SymbolLedger } from '../ledger/symbol-ledger.ts'
import type { Trade } from '../ledger/trade-ring.ts'
import { bestOf, type Level, levelsOf } from './depth.ts'
import { markOf, nextFundingMs } from './futures-data.ts'
import { dayTicker } from './tickers.ts'
import { aggregateRow } from './trades.ts'
import type { Units, Venue } from './units.ts'

export type StreamMessage = { readonly [field: string]: unknown }

export function tradeMessage(trade: Trade, units: Units, venue: Venue): StreamMessage {
  const message = {
    e: 'trade',
    E: trade.timeMs,
    s: units.listing.symbol,
    t: trade.id,
    p: units.price(trade.tick),
    q: units.quantity(trade.lots),
    T: trade.timeMs,
    m: !trade.takerBuys,
  }
  return venue === 'spot' ? { ...message, M: true } : { ...message, X: 'MARKET' }
}

export function aggregateMessage(trade: Trade, units: Units, venue: Venue): StreamMessage {
  const { symbol } = units.listing
  return { e: 'aggTrade', E: trade.timeMs, s: symbol, ...aggregateRow(trade, units, venue) }
}

export interface KlineEvent {
  readonly candle: MinuteCandle
  readonly interval: string
  readonly intervalMs: number
  readonly closed: boolean
  readonly nowMs: number
}

export function klineMessage(event: KlineEvent, units: Units): StreamMessage {
  const { candle, interval, intervalMs, closed, nowMs } = event
  const { symbol } = units.listing
  return {
    e: 'kline',
    E: Math.floor(nowMs),
    s: symbol,
    k: {
      t: candle.openMs,
      T: candle.openMs + intervalMs - 1,
      s: symbol,
      i: interval,
      f: candle.firstTradeId,
      L: candle.lastTradeId,
      o: units.price(candle.open),
      c: units.price(candle.close),
      h: units.price(candle.high),
      l: units.price(candle.low),
      v: units.quantity(candle.lots),
      n: candle.trades,
      x: closed,
      q: units.turnover(candle.turnover),
      V: units.quantity(candle.takerBuyLots),
      Q: units.turnover(candle.takerBuyTurnover),
      B: '0',
    },
  }
}

export function bookTickerMessage(
  ledger: SymbolLedger,
  nowMs: number,
  units: Units,
  venue: Venue,
): StreamMessage {
  const best = bestOf(ledger, units)
  const message = {
    u: ledger.market.floor.book.updates,
    s: ledger.listing.symbol,
    b: best.bidPrice,
    B: best.bidQty,
    a: best.askPrice,
    A: best.askQty,
  }
  const time = Math.floor(nowMs)
  return venue === 'spot' ? message : { e: 'bookTicker', ...message, T: time, E: time }
}

export interface DepthChange {
  /** Update ids: of the first change, of the last, and of the last of the message before. */
  readonly firstUpdate: number
  readonly lastUpdate: number
  readonly previousUpdate: number
  readonly ticks: Iterable<number>
  readonly nowMs: number
}

/** Levels as they are now, at the prices at which something changed; a quantity of zero takes a level away. */
export function depthMessage(
  ledger: SymbolLedger,
  change: DepthChange,
  units: Units,
  venue: Venue,
): StreamMessage {
  const { book } = ledger.market.floor
  const bids: Level[] = []
  const asks: Level[] = []
  for (const tick of [...change.ticks].sort((one, other) => one - other)) {
    const lots = book.lotsAt(tick)
    const level: Level = [units.price(tick), units.quantity(lots)]
    // An emptied level may have been of either side: it is told to both.
    if (lots === 0 || tick <= book.bestBid) bids.unshift(level)
    if (lots === 0 || tick >= book.bestAsk) asks.push(level)
  }
  const time = Math.floor(change.nowMs)
  const head = { e: 'depthUpdate', E: time }
  const symbol = { s: ledger.listing.symbol }
  const ids = { U: change.firstUpdate, u: change.lastUpdate }
  if (venue === 'spot') return { ...head, ...symbol, ...ids, b: bids, a: asks }
  return { ...head, T: time, ...symbol, ...ids, pu: change.previousUpdate, b: bids, a: asks }
}

export function levelsMessage(
  ledger: SymbolLedger,
  levels: number,
  nowMs: number,
  units: Units,
  venue: Venue,
): StreamMessage {
  const { bids, asks } = levelsOf(ledger, levels, units)
  const { updates } = ledger.market.floor.book
  if (venue === 'spot') return { lastUpdateId: updates, bids, asks }
  const time = Math.floor(nowMs)
  const ids = { U: updates, u: updates, pu: updates - 1 }
  return {
    e: 'depthUpdate',
    E: time,
    T: time,
    s: ledger.listing.symbol,
    ...ids,
    b: bids,
    a: asks,
  }
}

export function markPriceMessage(ledger: SymbolLedger, nowMs: number, units: Units): StreamMessage {
  const { mark, index, rate } = markOf(ledger)
  const time = Math.floor(nowMs)
  return {
    e: 'markPriceUpdate',
    E: time,
    s: ledger.listing.symbol,
    p: units.finePrice(mark),
    i: units.finePrice(index),
    P: units.finePrice(index),
    r: rate.toFixed(8),
    T: nextFundingMs(time),
  }
}

export function forceOrderMessage(one: Liquidation, units: Units): StreamMessage {
  const price = units.price(one.tick)
  const quantity = units.quantity(one.lots)
  return {
    e: 'forceOrder',
    E: one.timeMs,
    o: {
      s: units.listing.symbol,
      S: one.sells ? 'SELL' : 'BUY',
      o: 'LIMIT',
      f: 'IOC',
      q: quantity,
      p: price,
      ap: price,
      X: 'FILLED',
      l: quantity,
      z: quantity,
      T: one.timeMs,
    },
  }
}

export function tickerMessage(
  ledger: SymbolLedger,
  nowMs: number,
  units: Units,
  venue: Venue,
): StreamMessage {
  const day = dayTicker(ledger, Math.floor(nowMs), units, venue)
  const best = bestOf(ledger, units)
  return {
    e: '24hrTicker',
    E: Math.floor(nowMs),
    s: day.symbol,
    p: day.priceChange,
    P: day.priceChangePercent,
    w: day.weightedAvgPrice,
    c: day.lastPrice,
    Q: day.lastQty,
    ...(venue === 'spot' && { b: best.bidPrice, B: best.bidQty, a: best.askPrice, A: best.askQty }),
    o: day.openPrice,
    h: day.highPrice,
    l: day.lowPrice,
    v: day.volume,
    q: day.quoteVolume,
    O: day.openTime,
    C: day.closeTime,
    F: day.firstId,
    L: day.lastId,
    n: day.count,
  }
}

export function miniTickerMessage(
  ledger: SymbolLedger,
  nowMs: number,
  units: Units,
  venue: Venue,
): StreamMessage {
  const day = dayTicker(ledger, Math.floor(nowMs), units, venue)
  return {
    e: '24hrMiniTicker',
    E: Math.floor(nowMs),
    s: day.symbol,
    c: day.lastPrice,
    o: day.openPrice,
    h: day.highPrice,
    l: day.lowPrice,
    v: day.volume,
    q: day.quoteVolume,
  }
}
