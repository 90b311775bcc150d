import type { LogRecord } from '../core/message.ts'
import type { Topic } from '../core/topic.ts'

export interface PlacedRecord extends LogRecord {
  readonly offset: number
}

/** Consecutive records of a partition, heartbeats among them. */
export interface ReadRecords {
  /** Where reading began: later than asked for where retention has removed what was there. */
  readonly start: number
  readonly records: readonly PlacedRecord[]
  /** Where the next read begins: behind the records, and behind what is none (Kafka's markers). */
  readonly end: number
  /** Tells the record at an index from any other at its place. */
  hash(index: number): string
}

export interface ReadLimits {
  readonly recordsMax: number
  /** Of the records as stored. */
  readonly bytesMax: number
}

/**
 * Reads what is committed in a log, whichever log it is. The ends of partitions stand still until `refresh`;
 * offsets may have holes.
 */
export interface RecordReader {
  /** Lets what was committed since be seen. */
  refresh(): Promise<void> | void
  /** Everything committed is before it. */
  end(topic: Topic<unknown>, partition: number): number
  /** The records from an offset on; none at the end. Throws PoisonRecordError for one that cannot be decoded. */
  read(
    topic: Topic<unknown>,
    partition: number,
    offset: number,
    limits: ReadLimits,
  ): Promise<ReadRecords> | ReadRecords
  /** Of the record at an offset; undefined when none is kept there. */
  hashOf(
    topic: Topic<unknown>,
    partition: number,
    offset: number,
  ): Promise<string | undefined> | string | undefined
}
