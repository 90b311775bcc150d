import type { ContextPoint } from '../../schemas/contracts.generated.ts'
import { CsvRow } from './csv-row.ts'
import type { RowReader } from './row-reader.ts'
import type { SourceRecord } from './source-record.ts'
import type { TimeUnit } from './time-unit.ts'

export interface FundingColumns {
  readonly count: number
  readonly time: number
  readonly rate: number
}

export interface FundingSource {
  readonly exchange: string
  readonly symbol: string
  readonly unit: TimeUnit
}

/** Rows of a funding-rate CSV as context points. */
export class FundingRows implements RowReader {
  readonly skipped = new Map<string, number>()
  readonly #columns: FundingColumns
  readonly #source: FundingSource
  readonly #row: CsvRow

  constructor(columns: FundingColumns, source: FundingSource) {
    this.#columns = columns
    this.#source = source
    this.#row = new CsvRow(columns.count)
  }

  read(block: Buffer, start: number, end: number): SourceRecord | string {
    const row = this.#row
    const { exchange, symbol, unit } = this.#source
    if (!row.take(block, start, end)) return row.fault ?? ''
    const eventMs = row.timeMs(this.#columns.time, 'time', unit)
    const value: ContextPoint = {
      exchange,
      symbol,
      kind: 'funding',
      event_time: eventMs,
      receive_time: null,
      value: row.number(this.#columns.rate, 'funding rate'),
      detail: null,
    }
    if (row.fault !== null) return row.fault
    return { topic: 'context', key: symbol, eventMs, receiveMs: null, value }
  }
}
