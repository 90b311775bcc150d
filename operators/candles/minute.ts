import type { Candle, Tick } from '../../schemas/contracts.generated.ts'

/**
 * A minute while its trades are folded, and for a while after, in case a late one comes. Plain and
 * changed in place: it is the hottest state there is.
 */
export interface Minute {
  openMs: number
  open: number
  high: number
  low: number
  close: number
  volume: number
  quoteVolume: number
  takerBuyVolume: number
  trades: number
  /** Trades whose taker side is unknown; with one, the taker volume is. */
  sideless: number
  firstMs: number
  firstId: number
  lastMs: number
  lastId: number
  leastId: number
  greatestId: number
  receiveMs: number
  reanchored: boolean
  /** −1 until it is emitted. */
  revision: number
}

type Trade = Tick & { readonly reanchored?: true }

export function startMinute(openMs: number, trade: Trade): Minute {
  const minute: Minute = {
    openMs,
    open: trade.price,
    high: trade.price,
    low: trade.price,
    close: trade.price,
    volume: 0,
    quoteVolume: 0,
    takerBuyVolume: 0,
    trades: 0,
    sideless: 0,
    firstMs: trade.event_time,
    firstId: trade.trade_id,
    lastMs: trade.event_time,
    lastId: trade.trade_id,
    leastId: trade.trade_id,
    greatestId: trade.trade_id,
    receiveMs: 0,
    reanchored: false,
    revision: -1,
  }
  addTrade(minute, trade)
  return minute
}

export function addTrade(minute: Minute, trade: Trade): void {
  const { price, quantity, event_time: eventMs, trade_id: id } = trade
  if (price > minute.high) minute.high = price
  if (price < minute.low) minute.low = price
  // Trades may come out of order: the first and the last are told by event time, then id.
  if (eventMs > minute.lastMs || (eventMs === minute.lastMs && id >= minute.lastId)) {
    minute.lastMs = eventMs
    minute.lastId = id
    minute.close = price
  } else if (eventMs < minute.firstMs || (eventMs === minute.firstMs && id < minute.firstId)) {
    minute.firstMs = eventMs
    minute.firstId = id
    minute.open = price
  }
  if (id < minute.leastId) minute.leastId = id
  if (id > minute.greatestId) minute.greatestId = id
  minute.volume += quantity
  minute.quoteVolume += price * quantity
  if (trade.taker_side === 'BUY') minute.takerBuyVolume += quantity
  else if (trade.taker_side === null) minute.sideless++
  minute.trades++
  const receiveMs = trade.receive_time ?? eventMs
  if (receiveMs > minute.receiveMs) minute.receiveMs = receiveMs
  if (trade.reanchored === true) minute.reanchored = true
}

/** Whether no trade id is missing between the minute before and the end of this one. */
export function isGapless(minute: Minute, previousGreatestId: number): boolean {
  return (
    minute.leastId === previousGreatestId + 1 &&
    minute.greatestId - minute.leastId + 1 === minute.trades
  )
}

export function candleOfTrades(symbol: string, minute: Minute): Candle {
  return {
    symbol,
    timeframe: '1m',
    open_time: minute.openMs,
    open: minute.open,
    high: minute.high,
    low: minute.low,
    close: minute.close,
    volume: minute.volume,
    quote_volume: minute.quoteVolume,
    trades: minute.trades,
    taker_buy_volume: minute.sideless > 0 ? null : minute.takerBuyVolume,
    origin: 'TICKS',
    synthetic: false,
    revision: minute.revision,
    receive_time: minute.receiveMs,
    complete: true,
    reanchored: minute.reanchored,
  }
}

/** A minute without a trade: the last close, and nothing exchanged. */
export function syntheticCandle(
  symbol: string,
  openMs: number,
  close: number,
  receiveMs: number,
): Candle {
  return {
    symbol,
    timeframe: '1m',
    open_time: openMs,
    open: close,
    high: close,
    low: close,
    close,
    volume: 0,
    quote_volume: 0,
    trades: 0,
    taker_buy_volume: 0,
    origin: 'TICKS',
    synthetic: true,
    revision: 0,
    receive_time: receiveMs,
    complete: true,
    reanchored: false,
  }
}

/** A minute without a trade, again, because the candle before it has another close now. */
export function carriedCandle(synthetic: Candle, before: Candle): Candle {
  const { close } = before
  return {
    ...synthetic,
    open: close,
    high: close,
    low: close,
    close,
    revision: synthetic.revision + 1,
    receive_time: Math.max(synthetic.receive_time, before.receive_time),
  }
}
