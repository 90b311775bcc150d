import { lineBlocks } from './line-blocks.ts'
import type { RowReader } from './row-reader.ts'
import type { BadRow, SourceItem } from './source-record.ts'
import { TimeJumps } from './time-jumps.ts'

export interface RowsOfFile {
  readonly path: string
  readonly gzip: boolean
  readonly headerLines: number
  readonly reader: RowReader
}

/** A limit for a file that has one good row and then only bad ones. */
const undecidedMax = 100_000

const newline = 10
const carriageReturn = 13
const hash = 35
const byteOrderMark = [0xef, 0xbb, 0xbf] as const

/**
 * Every item of a file from a position on: the records and the rows that cannot be read. A chunk
 * is what a block of the file holds, a few thousand rows.
 */
export async function* readRows(
  file: RowsOfFile,
  fromRecord: number,
): AsyncGenerator<readonly SourceItem[]> {
  const pass = new RowPass(file, fromRecord)
  let chunk: SourceItem[] = []
  for await (const block of lineBlocks(file.path, file.gzip)) {
    pass.readBlock(block, chunk)
    if (chunk.length === 0) continue
    // The last row may still turn out to be a bad one: then its chunk goes with the next.
    if (pass.undecided && chunk.length < undecidedMax) continue
    pass.acquit()
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

/** One pass over a file. Apart from the generator, since plain loops run twice as fast. */
class RowPass {
  readonly #reader: RowReader
  readonly #headerLines: number
  readonly #fromRecord: number
  readonly #jumps = new TimeJumps()
  #line = 0
  #position = 0

  constructor(file: RowsOfFile, fromRecord: number) {
    this.#reader = file.reader
    this.#headerLines = file.headerLines
    this.#fromRecord = fromRecord
  }

  get undecided(): boolean {
    return this.#jumps.undecided
  }

  acquit(): void {
    this.#jumps.acquit()
  }

  readBlock(block: Buffer, chunk: SourceItem[]): void {
    let start = this.#line === 0 ? textStart(block) : 0
    while (start < block.length) {
      const stop = lineStop(block, start)
      const end = stop > start && block[stop - 1] === carriageReturn ? stop - 1 : stop
      this.#line++
      const empty = end === start || block[start] === hash
      if (!empty && this.#line > this.#headerLines) this.#readLine(block, start, end, chunk)
      start = stop + 1
    }
  }

  #readLine(block: Buffer, start: number, end: number, chunk: SourceItem[]): void {
    const read = this.#reader.read(block, start, end)
    if (read === null) return
    const wanted = this.#position++ >= this.#fromRecord
    if (typeof read === 'string') {
      if (wanted) chunk.push(badRow(read, this.#line, block, start, end))
      return
    }
    if (this.#jumps.see(read.eventMs, chunk)) {
      const instead = badRow('', this.#line, block, start, end)
      this.#jumps.accuse(read.eventMs, { slot: wanted ? chunk.length : -1, instead })
    }
    if (wanted) chunk.push(read)
  }
}

function lineStop(block: Buffer, start: number): number {
  const length = block.length
  let at = start
  while (at < length && block[at] !== newline) at++
  return at
}

function badRow(reason: string, line: number, block: Buffer, start: number, end: number): BadRow {
  // A copy, since the block is let go.
  return { bad: true, reason, line, bytes: Buffer.from(block.subarray(start, end)) }
}

function textStart(block: Buffer): number {
  return byteOrderMark.every((byte, at) => block[at] === byte) ? byteOrderMark.length : 0
}
