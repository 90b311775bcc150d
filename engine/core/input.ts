import type { LogRecord } from './message.ts'
import type { FeedbackSpec, InputSpec } from './sub-topology.ts'

/** Gives the records at or behind an offset; an empty array when there are none now. */
export type Fetch = (offset: number) => readonly LogRecord[]

/** A task's place in one partition, with the records fetched but not yet taken. */
export abstract class Cursor {
  readonly partition: number
  /** Offset of the next record to take. */
  position: number
  /** Where it stood at the last commit. */
  committed: number
  protected records: readonly LogRecord[] = []
  protected at = 0
  private readonly fetch: Fetch

  constructor(partition: number, position: number, fetch: Fetch) {
    this.partition = partition
    this.position = position
    this.committed = position
    this.fetch = fetch
  }

  /** The next record, if one has been written. */
  peek(): LogRecord | undefined {
    if (this.at >= this.records.length) {
      this.records = this.fetch(this.position)
      this.at = 0
    }
    return this.records[this.at]
  }

  /** Where the record at hand stands. */
  get offset(): number {
    return this.records[this.at]?.offset ?? this.position
  }

  advance(): void {
    this.position = this.offset + 1
    this.at++
  }

  /** The newest record that can be seen from here, without taking any; behind the head's time, if there is one. */
  protected newest(): LogRecord | undefined {
    const head = this.peek()
    for (;;) {
      const last = this.records[this.records.length - 1]
      if (head === undefined || last === undefined || last.timeMs > head.timeMs) return last
      const left = this.records.slice(this.at)
      const more = this.fetch((last.offset ?? this.position + left.length - 1) + 1)
      if (more.length === 0) return last
      this.records = [...left, ...more]
      this.at = 0
    }
  }
}

/** A partition whose time gates the task. */
export class InputCursor extends Cursor {
  readonly spec: InputSpec
  /** Source: the last stamp read. Task: the writer's watermark + 1, as far as it was told. */
  reachedMs = Number.NEGATIVE_INFINITY
  /** The first stamp that was read, a heartbeat's too. */
  firstMs = Number.POSITIVE_INFINITY

  constructor(spec: InputSpec, partition: number, position: number, fetch: Fetch) {
    super(partition, position, fetch)
    this.spec = spec
  }

  /** Takes heartbeats off the front, and gives the next message. */
  head(): LogRecord | undefined {
    for (;;) {
      const record = this.peek()
      if (record === undefined) return undefined
      if (record.timeMs < this.firstMs) this.firstMs = record.timeMs
      if (record.key !== null) return record
      if (record.timeMs > this.reachedMs) this.reachedMs = record.timeMs
      this.advance()
    }
  }

  /** Looks ahead of the head for how far time has come; for tasks that take whole instants. */
  lookAhead(): void {
    if (this.spec.from !== 'source' || this.head() === undefined) return
    const newest = this.newest()
    if (newest !== undefined && newest.timeMs > this.reachedMs) this.reachedMs = newest.timeMs
  }

  /**
   * How far time has come for who begins anew at the position: what waits here was read, but there it may still be on
   * its way, so that nothing behind its time is sure.
   */
  surelyReachedMs(): number {
    return Math.min(this.reachedMs, this.peek()?.timeMs ?? Number.POSITIVE_INFINITY)
  }

  /** No record will be met before this time; with a head, the head's own time. */
  frontierMs(): number {
    const record = this.head()
    return (record === undefined ? this.reachedMs : record.timeMs) + this.spec.delayMs
  }
}

/** A partition of a feedback topic: it waits for its effect, and never moves time. */
export class FeedbackCursor extends Cursor {
  readonly spec: FeedbackSpec

  constructor(spec: FeedbackSpec, partition: number, position: number, fetch: Fetch) {
    super(partition, position, fetch)
    this.spec = spec
  }
}
