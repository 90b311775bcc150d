import type { SourceRecord } from '../../files/source-record.ts'

/** A trade whose time is its id in seconds. */
export function tickRecord(id: number, symbol = 'BTCUSDT'): SourceRecord {
  const eventMs = 1_767_225_600_000 + id * 1_000
  return {
    topic: 'ticks',
    key: symbol,
    eventMs,
    receiveMs: eventMs,
    value: {
      exchange: 'binance',
      symbol,
      trade_id: id,
      event_time: eventMs,
      receive_time: eventMs,
      price: 100,
      quantity: 1,
      taker_side: 'BUY',
    },
  }
}
