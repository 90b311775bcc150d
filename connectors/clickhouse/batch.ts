import type { LmdbReader } from '../../engine/log/lmdb-reader.ts'
import { rowText } from './row-text.ts'
import type { SinkTable } from './tables.ts'

/** Rows of consecutive records of one partition that go into ClickHouse together. */
export interface Batch {
  readonly table: SinkTable
  readonly partition: number
  /** Where it was asked for, and where the oldest record kept stands: between them is a hole. */
  readonly from: number
  readonly start: number
  readonly end: number
  /** Offsets of the first and the last record that gave rows; heartbeats give none. */
  readonly firstRow: number
  readonly lastRow: number
  readonly rows: readonly string[]
}

export interface BatchLimits {
  readonly rowsMax: number
  /** Of the records as stored. */
  readonly bytesMax: number
}

/**
 * Takes the next records. A batch never spans two months: the tables are partitioned by month or
 * year of the message time, so an insert stays one part, and is there as a whole or not at all.
 */
export function takeBatch(
  reader: LmdbReader,
  table: SinkTable,
  partition: number,
  from: number,
  { rowsMax, bytesMax }: BatchLimits,
): Batch {
  const recordsMax = Math.ceil(rowsMax / table.rowsPerRecord)
  const { offset: start, records } = reader.read(table.topic, partition, from, {
    recordsMax,
    bytesMax,
  })
  const rows: string[] = []
  let month = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
  let end = start
  let firstRow = start
  let lastRow = start - 1
  for (const { key, value, timeMs } of records) {
    if (key !== null) {
      if (rows.length === 0) month = monthOf(timeMs)
      else if (timeMs < month.from || timeMs >= month.to) break
      const before = rows.length
      const record = value as { readonly [field: string]: unknown }
      if (table.rowsOf === undefined) rows.push(rowText(record, partition, end, timeMs))
      else for (const row of table.rowsOf(record)) rows.push(rowText(row, partition, end, timeMs))
      if (rows.length > before) {
        if (before === 0) firstRow = end
        lastRow = end
      }
    }
    end++
  }
  return { table, partition, from, start, end, firstRow, lastRow, rows }
}

function monthOf(timeMs: number): { from: number; to: number } {
  const time = new Date(timeMs)
  const year = time.getUTCFullYear()
  const month = time.getUTCMonth()
  return { from: Date.UTC(year, month, 1), to: Date.UTC(year, month + 1, 1) }
}
