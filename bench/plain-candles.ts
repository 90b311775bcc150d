import type { Tick } from '../schemas/contracts.generated.ts'

export interface PlainCandle {
  open: number
  high: number
  low: number
  close: number
  volume: number
  firstMs: number
  lastMs: number
}

/**
 * The limit: one plain loop from trades to one-minute candles, in memory, with nothing that an
 * engine is for: no topics, no state to restore, no duplicates, no late trades, no revisions.
 */
export function plainCandles(trades: readonly Tick[]): Map<string, Map<number, PlainCandle>> {
  const bySymbol = new Map<string, Map<number, PlainCandle>>()
  for (const { symbol, event_time: eventMs, price, quantity } of trades) {
    let minutes = bySymbol.get(symbol)
    if (minutes === undefined) {
      minutes = new Map()
      bySymbol.set(symbol, minutes)
    }
    const minute = Math.floor(eventMs / 60_000)
    const candle = minutes.get(minute)
    if (candle === undefined) {
      minutes.set(minute, {
        open: price,
        high: price,
        low: price,
        close: price,
        volume: quantity,
        firstMs: eventMs,
        lastMs: eventMs,
      })
      continue
    }
    if (price > candle.high) candle.high = price
    if (price < candle.low) candle.low = price
    if (eventMs >= candle.lastMs) {
      candle.lastMs = eventMs
      candle.close = price
    } else if (eventMs < candle.firstMs) {
      candle.firstMs = eventMs
      candle.open = price
    }
    candle.volume += quantity
  }
  return bySymbol
}
