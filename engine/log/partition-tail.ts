import { TaskCorruptedError } from '../core/errors.ts'
import type { LogRecord } from '../core/message.ts'

const chunkRecords = 4096

/**
 * The newest records of one partition, by reference: first the committed ones still held, then
 * those appended since the last commit.
 */
export class PartitionTail {
  /** Offset of the first record held. */
  startOffset: number
  endOffset: number
  committedEnd: number
  private chunks: LogRecord[][] = []
  private chunkStarts: number[] = []

  constructor(offset: number) {
    this.startOffset = offset
    this.endOffset = offset
    this.committedEnd = offset
  }

  append(record: LogRecord): void {
    let last = this.chunks[this.chunks.length - 1]
    if (last === undefined || last.length >= chunkRecords) {
      last = []
      this.chunks.push(last)
      this.chunkStarts.push(this.endOffset)
    }
    last.push(record)
    this.endOffset++
  }

  /** The records from `offset` to the end of its chunk; empty at the end. */
  read(offset: number, recordsMax: number): readonly LogRecord[] {
    if (offset >= this.endOffset) return []
    if (offset < this.startOffset) {
      throw new TaskCorruptedError(
        `offset ${offset} was let go of; the oldest record held is ${this.startOffset}`,
      )
    }
    let at = this.chunks.length - 1
    while (at > 0 && (this.chunkStarts[at] ?? 0) > offset) at--
    const chunk = this.chunks[at] ?? []
    const from = offset - (this.chunkStarts[at] ?? 0)
    // A copy: the writer goes on appending to the chunk.
    return chunk.slice(from, from + recordsMax)
  }

  committed(): void {
    this.committedEnd = this.endOffset
  }

  abort(): void {
    while (this.endOffset > this.committedEnd) {
      const last = this.chunks[this.chunks.length - 1]
      const start = this.chunkStarts[this.chunkStarts.length - 1]
      if (last === undefined || start === undefined) return
      if (start >= this.committedEnd) {
        this.chunks.pop()
        this.chunkStarts.pop()
        this.endOffset = start
      } else {
        last.length = this.committedEnd - start
        this.endOffset = this.committedEnd
      }
    }
  }

  /** Lets go of whole chunks that end at or before `offset`. */
  dropBefore(offset: number): void {
    let drop = 0
    while (drop < this.chunks.length - 1 && (this.chunkStarts[drop + 1] ?? 0) <= offset) drop++
    if (drop === 0) return
    this.chunks.splice(0, drop)
    this.chunkStarts.splice(0, drop)
    this.startOffset = this.chunkStarts[0] ?? this.endOffset
  }
}
