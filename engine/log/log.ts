import type { LogRecord } from '../core/message.ts'
import type { Topic } from '../core/topic.ts'
import type { StoreChange, StoreEntry } from '../state/store.ts'

/** Offsets that were read, by `topic/partition`: from the first to before the second. */
export type OffsetRanges = { readonly [topicPartition: string]: readonly [number, number] }

/**
 * What stands beside a record and is no part of it: the same story told over other partitions, or in
 * another run, has the same records under other headers.
 */
export interface RecordHeaders {
  /** The run of the program that wrote it. */
  readonly run: string
  /** What its writers read for the commit that holds the record; nothing for what a source wrote. */
  readonly reads: OffsetRanges
}

/** What one writer (a task, or the ingest) commits beside the records it appended. */
export interface WriterCommit {
  readonly writer: string
  /** What it has read since its last commit; a source reads no topics. */
  readonly reads?: OffsetRanges
  readonly changes: readonly StoreChange[]
  /** Plain data; kept as it is. */
  readonly position: unknown
}

export interface WriterSnapshot {
  readonly position: unknown
  readonly state: Iterable<StoreEntry>
}

/** What a data folder was made with. It cannot be changed afterwards. */
export type LogIdentity = { readonly [name: string]: string | number }

/** What a source's ingest needs of a log; whoever runs it commits what it appended. */
export interface SourceLog {
  partitions(topic: Topic<unknown>): number
  /** `writer` is the task whose reads the record's headers are to tell. */
  append(topic: Topic<unknown>, partition: number, record: LogRecord, writer?: string): void
  restore(writer: string): WriterSnapshot | undefined
}

/**
 * Where records, states and positions are kept. All writers of an embedded log (memory, lmdb) share
 * one commit domain: what one appends the others may read at once, and one commit makes everything
 * durable, or an abort undoes everything since the last commit.
 */
export interface Log extends SourceLog {
  readonly kind: 'memory' | 'lmdb'
  readonly topics: readonly Topic<unknown>[]
  /** The offset of the next record to be appended, uncommitted ones counted. */
  end(topic: Topic<unknown>, partition: number): number
  /** The offset of the oldest record still kept. */
  start(topic: Topic<unknown>, partition: number): number
  /** Records from an offset on, at most about `recordsMax`; uncommitted ones too. */
  read(
    topic: Topic<unknown>,
    partition: number,
    offset: number,
    recordsMax: number,
  ): readonly LogRecord[]
  /** Of a committed record; undefined where it is gone, or older than headers are. */
  headers(topic: Topic<unknown>, partition: number, offset: number): RecordHeaders | undefined
  /** Makes everything appended, and these states and positions, durable in one step. */
  commit(writers: readonly WriterCommit[]): void
  /** Forgets everything appended since the last commit. */
  abort(): void
  /**
   * Lets go of what is past its retention at this time, or, where nothing keeps it, of what every
   * reader has read; `keepFrom` gives the least offset that a reader still needs.
   */
  trim(clockMs: number, keepFrom: (topic: Topic<unknown>, partition: number) => number): void
  close(): Promise<void>
}
