import type { RecordReader } from '../../engine/log/record-reader.ts'
import { rowText } from './row-text.ts'
import type { SinkPlace } from './tables.ts'

/** Rows of consecutive records of one partition that go into ClickHouse together. */
export interface Batch extends SinkPlace {
  /** Where it was asked for, and where the oldest record kept stands: between them is a hole. */
  readonly from: number
  readonly start: number
  readonly end: number
  /** Offsets of the first and the last record that gave rows; heartbeats give none. */
  readonly firstRow: number
  readonly lastRow: number
  readonly rows: readonly string[]
  /** Its last record; undefined where there is none. */
  readonly witness: Witness | undefined
}

/** A record that was written: its hash tells this log from another one. */
export interface Witness {
  readonly offset: number
  readonly hash: string
}

export interface BatchLimits {
  readonly rowsMax: number
  /** Of the records as stored. */
  readonly bytesMax: number
}

/**
 * Takes the next records, those at `to` and behind it left out. A batch never spans two months: the tables are
 * partitioned by month or year of the message time, so an insert stays one part, and is there as a whole or not at all.
 */
export async function takeBatch(
  reader: RecordReader,
  { table, partition }: SinkPlace,
  from: number,
  { rowsMax, bytesMax }: BatchLimits,
  to = Number.POSITIVE_INFINITY,
): Promise<Batch> {
  const recordsMax = Math.ceil(rowsMax / table.rowsPerRecord)
  const read = await reader.read(table.topic, partition, from, { recordsMax, bytesMax })
  const start = Math.min(read.start, to)
  const rows: string[] = []
  let month = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
  let end = Math.min(read.end, to)
  let firstRow = start
  let lastRow = start - 1
  let witness: Witness | undefined
  let taken = 0
  for (const { key, value, timeMs, offset } of read.records) {
    if (offset >= to) break
    if (key !== null) {
      if (rows.length === 0) month = monthOf(timeMs)
      else if (timeMs < month.from || timeMs >= month.to) {
        end = offset
        break
      }
      const before = rows.length
      const record = value as { readonly [field: string]: unknown }
      if (table.rowsOf === undefined) rows.push(rowText(record, partition, offset, timeMs))
      else
        for (const row of table.rowsOf(record)) rows.push(rowText(row, partition, offset, timeMs))
      if (rows.length > before) {
        if (before === 0) firstRow = offset
        lastRow = offset
      }
    }
    taken++
  }
  const last = read.records[taken - 1]
  if (last !== undefined) witness = { offset: last.offset, hash: read.hash(taken - 1) }
  return { table, partition, from, start, end, firstRow, lastRow, rows, witness }
}

function monthOf(timeMs: number): { from: number; to: number } {
  const time = new Date(timeMs)
  const year = time.getUTCFullYear()
  const month = time.getUTCMonth()
  return { from: Date.UTC(year, month, 1), to: Date.UTC(year, month + 1, 1) }
}
