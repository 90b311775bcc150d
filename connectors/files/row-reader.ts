import type { SourceRecord } from './source-record.ts'

/** Reads the rows of one format, one pass over one file. */
export interface RowReader {
  /** How many lines were left out, by what they held: `depth updates`. */
  readonly skipped: ReadonlyMap<string, number>

  /**
   * The line in [start, end) of the block, without its line end: a record, or the reason why it
   * cannot be read, or null where it holds nothing for us.
   */
  read(block: Buffer, start: number, end: number): SourceRecord | string | null
}

/** How to read one file, told from its header and content. */
export interface RowFormat {
  readonly name: string
  /** Lines up to and including the header. */
  readonly headerLines: number
  /** Candles need the distance of their open times, which only a whole pass tells. */
  readonly candles: boolean
  readonly notes: readonly string[]
  reader(interval: CandleInterval | null): RowReader
}

export interface CandleInterval {
  readonly name: string
  readonly ms: number
}

export function countSkipped(skipped: Map<string, number>, what: string): null {
  skipped.set(what, (skipped.get(what) ?? 0) + 1)
  return null
}
