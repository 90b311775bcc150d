import { TaskCorruptedError } from '../../core/errors.ts'
import type { FetchedRecord } from './fetch-response.ts'
import type { Fetcher, PartitionFeed } from './fetcher.ts'

/** Makes of fetched records what their readers take; keeps each one's offset. */
export type Decode<T> = (fetched: readonly FetchedRecord[]) => Promise<readonly T[]>

interface Placed {
  readonly offset?: number
}

/** One reader's view of a partition. */
export interface Reading<T> {
  /** Records at or behind an offset, as many as are there. */
  fetch(offset: number): readonly T[]
  /** Everything before it has come. */
  readonly readTo: number
  /** Where the partition's committed records ended when it was last asked; −1 before that. */
  readonly end: number
  /** It will not ask for anything before this offset any more. */
  release(offset: number): void
  close(): void
}

/** So many decoded records of a partition wait for its slowest reader; then it is fetched no further. */
const decodedMax = 50_000
/** Records that a reader gets at once. */
const givenMax = 4_096

/**
 * What was fetched and is still needed: each partition once, for all tasks of the process that read it. A
 * reader keeps what lies behind its last commit, so that a failed batch is run again from here.
 */
export class ReadBuffers {
  private readonly fetcher: Fetcher
  private readonly partitions = new Map<string, PartitionBuffer<Placed>>()
  private listeners: (() => void)[] = []
  private closed = false
  private readonly pumping: Promise<void>
  /** Why nothing more can be read. */
  failure: Error | undefined

  constructor(fetcher: Fetcher) {
    this.fetcher = fetcher
    this.pumping = this.pump().catch((error: Error) => {
      this.failure = error
      this.notify()
    })
  }

  async open<T extends Placed>(
    topic: string,
    partition: number,
    offset: number,
    decode: Decode<T>,
  ): Promise<Reading<T>> {
    const name = `${topic}/${partition}`
    let buffer = this.partitions.get(name) as PartitionBuffer<T> | undefined
    if (buffer === undefined || buffer.start > offset) {
      const feed = await this.fetcher.add(topic, partition, offset)
      // Another task may have opened it meanwhile.
      const known = this.partitions.get(name) as PartitionBuffer<T> | undefined
      if (known === undefined) {
        buffer = new PartitionBuffer<T>(feed, decode, offset)
        this.partitions.set(name, buffer as unknown as PartitionBuffer<Placed>)
      } else if (known.start > offset) {
        this.fetcher.remove(known.restart(feed, offset))
        buffer = known
      } else {
        this.fetcher.remove(feed)
        buffer = known
      }
    }
    const mine = buffer
    return mine.reader(offset, () => {
      if (mine.readers.size > 0) return
      this.fetcher.remove(mine.feed)
      if (this.partitions.get(name) === (mine as unknown)) this.partitions.delete(name)
    })
  }

  /** Resolves when anything has come, or failed, since the call. */
  arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.listeners.push(resolve)
    })
  }

  /** To be called when records were released: there may be room again. */
  more(): void {
    for (const buffer of this.partitions.values()) {
      if (buffer.feed.buffered > 0 && buffer.hasRoom) {
        this.kick()
        return
      }
    }
    this.fetcher.fetch()
  }

  async close(): Promise<void> {
    this.closed = true
    this.kick()
    await this.fetcher.close()
    await this.pumping
    this.notify()
  }

  private kick: () => void = () => undefined

  private async pump(): Promise<void> {
    while (!this.closed) {
      const kicked = new Promise<void>((resolve) => {
        this.kick = resolve
      })
      const arrival = Promise.race([this.fetcher.arrival(), kicked])
      let came = false
      for (const buffer of [...this.partitions.values()]) {
        if (buffer.feed.failure !== undefined) throw buffer.feed.failure
        if (await buffer.decode()) came = true
      }
      if (came) {
        this.notify()
        this.fetcher.fetch()
      }
      await arrival
    }
  }

  private notify(): void {
    const listeners = this.listeners
    this.listeners = []
    for (const resolve of listeners) resolve()
  }
}

class PartitionBuffer<T extends Placed> {
  feed: PartitionFeed
  /** Nothing before it is held. */
  start: number
  readTo: number
  readonly readers = new Set<{ needed: number }>()
  private readonly decodeRecords: Decode<T>
  private records: T[] = []

  constructor(feed: PartitionFeed, decode: Decode<T>, offset: number) {
    this.feed = feed
    this.decodeRecords = decode
    this.start = offset
    this.readTo = offset
  }

  get hasRoom(): boolean {
    return this.records.length < decodedMax
  }

  /** Reads again from an earlier offset on; gives the feed that is of no use any more. */
  restart(feed: PartitionFeed, offset: number): PartitionFeed {
    const before = this.feed
    this.feed = feed
    this.start = offset
    this.readTo = offset
    this.records = []
    return before
  }

  async decode(): Promise<boolean> {
    const { feed } = this
    if (!this.hasRoom) return false
    const taken = feed.take()
    const readTo = feed.nextOffset
    if (taken.length === 0 && readTo === this.readTo) return false
    const decoded = taken.length === 0 ? [] : await this.decodeRecords(taken)
    // Begun anew meanwhile, from an earlier offset: these will come again.
    if (feed !== this.feed) return true
    for (const record of decoded) this.records.push(record)
    this.readTo = readTo
    return true
  }

  reader(offset: number, closed: () => void): Reading<T> {
    const mine = { needed: offset }
    this.readers.add(mine)
    const buffer = this
    return {
      fetch: (from) => this.from(from),
      get readTo() {
        return buffer.readTo
      },
      get end() {
        return buffer.feed.stableOffset
      },
      release: (needed) => {
        mine.needed = needed
        this.trim()
      },
      close: () => {
        if (!this.readers.delete(mine)) return
        closed()
        this.trim()
      },
    }
  }

  private from(offset: number): readonly T[] {
    if (offset < this.start) {
      throw new TaskCorruptedError(
        `${this.feed.topic}/${this.feed.partition}: offset ${offset} was let go of; held is what begins at ${this.start}`,
      )
    }
    const at = this.indexOf(offset)
    return this.records.slice(at, at + givenMax)
  }

  private trim(): void {
    let needed = Number.POSITIVE_INFINITY
    for (const reader of this.readers) needed = Math.min(needed, reader.needed)
    if (!Number.isFinite(needed) || needed <= this.start) return
    const at = this.indexOf(needed)
    if (at > 0) this.records.splice(0, at)
    this.start = needed
  }

  /** Of the first record at or behind an offset. */
  private indexOf(offset: number): number {
    let low = 0
    let high = this.records.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.records[middle]?.offset ?? 0) < offset) low = middle + 1
      else high = middle
    }
    return low
  }
}
