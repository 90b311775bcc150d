import { createHash } from 'node:crypto'
import { IntervalTally } from './candle-interval.ts'
import { unpackedChunks } from './line-blocks.ts'
import { readRows } from './read-rows.ts'
import type { RowFormat } from './row-reader.ts'
import { isBadRow, type SourceItem } from './source-record.ts'

/** What one pass over a whole file has found. */
export interface FileScan {
  readonly symbols: readonly string[]
  readonly records: number
  readonly badRows: number
  /** The first row that cannot be read, as a sentence; null where there is none. */
  readonly firstBad: string | null
  /** Least and greatest event time; of candles, open times. */
  readonly firstMs: number
  readonly lastMs: number
  /** Of candles: the commonest distance of their open times. */
  readonly intervalMs: number | null
  readonly skipped: ReadonlyMap<string, number>
}

export async function scanFile(path: string, gzip: boolean, format: RowFormat): Promise<FileScan> {
  const reader = format.reader(null)
  const tally = format.candles ? new IntervalTally() : null
  const symbols = new Set<string>()
  let records = 0
  let badRows = 0
  let firstBad: string | null = null
  let firstMs = Number.POSITIVE_INFINITY
  let lastMs = Number.NEGATIVE_INFINITY
  const { headerLines } = format
  for await (const items of readRows({ path, gzip, headerLines, reader }, 0)) {
    for (const item of items) {
      if (isBadRow(item)) {
        badRows++
        firstBad ??= `line ${item.line} ${item.reason}`
        continue
      }
      records++
      symbols.add(item.key)
      tally?.add(item.eventMs)
      if (item.eventMs < firstMs) firstMs = item.eventMs
      if (item.eventMs > lastMs) lastMs = item.eventMs
    }
  }
  return {
    symbols: [...symbols].sort(),
    records,
    badRows,
    firstBad,
    firstMs,
    lastMs,
    intervalMs: tally?.commonestMs() ?? null,
    skipped: reader.skipped,
  }
}

/** What a person should know about the rows that will not become records. */
export function scanNotes(scan: FileScan): string[] {
  const notes = [...scan.skipped].map(([what, count]) => `${what} left out: ${count}`)
  if (scan.firstBad !== null) {
    notes.push(`rows that cannot be read: ${scan.badRows}, for the dead letters; ${scan.firstBad}`)
  }
  return notes
}

/** Of the bytes on disk, so that a packed and an unpacked copy are two files. */
export async function fileId(path: string): Promise<string> {
  const sha = createHash('sha256')
  for await (const chunk of unpackedChunks(path, false)) sha.update(chunk)
  return sha.digest('hex').slice(0, 32)
}

/** The greatest event time among the items before a position; 0 at the start. */
export async function greatestEventMs(
  chunks: AsyncIterable<readonly SourceItem[]>,
  position: number,
): Promise<number> {
  let greatestMs = 0
  let at = 0
  if (position <= 0) return greatestMs
  for await (const items of chunks) {
    for (const item of items) {
      if (at++ >= position) return greatestMs
      if (!isBadRow(item) && item.eventMs > greatestMs) greatestMs = item.eventMs
    }
  }
  return greatestMs
}
