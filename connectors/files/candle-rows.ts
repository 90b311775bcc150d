import type { Kline } from '../../schemas/contracts.generated.ts'
import { CsvRow } from './csv-row.ts'
import type { CandleInterval, RowReader } from './row-reader.ts'
import type { SourceRecord } from './source-record.ts'
import type { TimeUnit } from './time-unit.ts'

/** Where each value stands in a row; -1 where the file does not have it. */
export interface CandleColumns {
  readonly count: number
  readonly openTime: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
  readonly quoteVolume: number
  readonly trades: number
  readonly takerBuyVolume: number
}

export interface CandleSource {
  readonly exchange: string
  readonly symbol: string
  readonly unit: TimeUnit
  /** Null while it is being found out: event times are then the open times. */
  readonly interval: CandleInterval | null
}

/** Rows of a candle CSV as klines. A row's event time is its close: nobody knew it earlier. */
export class CandleRows implements RowReader {
  readonly skipped = new Map<string, number>()
  readonly #columns: CandleColumns
  readonly #source: CandleSource
  readonly #row: CsvRow

  constructor(columns: CandleColumns, source: CandleSource) {
    this.#columns = columns
    this.#source = source
    this.#row = new CsvRow(columns.count)
  }

  read(block: Buffer, start: number, end: number): SourceRecord | string {
    const row = this.#row
    const columns = this.#columns
    const { exchange, symbol, unit, interval } = this.#source
    if (!row.take(block, start, end)) return row.fault ?? ''
    const openMs = row.timeMs(columns.openTime, 'open time', unit)
    const value: Kline = {
      exchange,
      symbol,
      interval: interval?.name ?? '',
      open_time: openMs,
      open: row.price(columns.open, 'open'),
      high: row.price(columns.high, 'high'),
      low: row.price(columns.low, 'low'),
      close: row.price(columns.close, 'close'),
      volume: row.number(columns.volume, 'volume'),
      quote_volume: row.numberOptional(columns.quoteVolume, 'quote volume'),
      trades: row.wholeOptional(columns.trades, 'trades'),
      taker_buy_volume: row.numberOptional(columns.takerBuyVolume, 'taker buy volume'),
      receive_time: null,
      origin: 'STREAM',
    }
    if (row.fault !== null) return row.fault
    const eventMs = openMs + (interval?.ms ?? 0)
    return { topic: 'klines', key: symbol, eventMs, receiveMs: null, value }
  }
}
