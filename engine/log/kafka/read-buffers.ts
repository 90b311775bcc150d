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

/** What of a fetcher is used here. */
export type Feeds = Pick<Fetcher, 'add' | 'remove' | 'arrival' | 'fetch' | 'close'>

/**
 * What was fetched and is still needed: each partition once, for all tasks of the process that read it, except
 * while a task that came later catches up with the others. A reader keeps what lies behind its last commit, so that
 * a failed batch is run again from here.
 */
export class ReadBuffers {
  private readonly fetcher: Feeds
  private readonly partitions = new Map<string, Set<PartitionBuffer<Placed>>>()
  private listeners: (() => void)[] = []
  private closed = false
  private readonly pumping: Promise<void>
  /** Why nothing more can be read. */
  failure: Error | undefined

  constructor(fetcher: Feeds) {
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
    const held = this.holding<T>(name, offset)
    if (held !== undefined) return this.reader(name, held, offset)
    const feed = await this.fetcher.add(topic, partition, offset)
    // Another task may have opened it meanwhile.
    const known = this.holding<T>(name, offset)
    if (known !== undefined) {
      this.fetcher.remove(feed)
      return this.reader(name, known, offset)
    }
    // Where others read on already, it gets a buffer of its own: what they were given stays where it is.
    const buffer = new PartitionBuffer<T>(feed, decode, offset)
    const buffers = this.partitions.get(name) ?? new Set()
    this.partitions.set(name, buffers.add(buffer as unknown as PartitionBuffer<Placed>))
    return this.reader(name, buffer, offset)
  }

  /** Resolves when anything has come, or failed, since the call. */
  arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.listeners.push(resolve)
    })
  }

  /** To be called when records were released: there may be room again. */
  more(): void {
    for (const buffer of this.all()) {
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
      for (const buffer of this.all()) {
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

  private all(): PartitionBuffer<Placed>[] {
    return [...this.partitions.values()].flatMap((buffers) => [...buffers])
  }

  /** What holds a partition from an offset on. */
  private holding<T extends Placed>(name: string, offset: number): PartitionBuffer<T> | undefined {
    const buffers = (this.partitions.get(name) ?? []) as Iterable<PartitionBuffer<T>>
    for (const buffer of buffers) if (buffer.start <= offset) return buffer
    return undefined
  }

  private reader<T extends Placed>(
    name: string,
    opened: PartitionBuffer<T>,
    offset: number,
  ): Reading<T> {
    const mine: Reader<T> = { buffer: opened, needed: offset }
    opened.readers.add(mine)
    return {
      fetch: (from) => mine.buffer.from(from),
      get readTo() {
        return mine.buffer.readTo
      },
      get end() {
        return mine.buffer.feed.stableOffset
      },
      release: (needed) => {
        mine.needed = needed
        mine.buffer.trim()
        this.join(name, mine.buffer)
      },
      close: () => {
        const { buffer } = mine
        if (!buffer.readers.delete(mine)) return
        buffer.trim()
        this.drop(name, buffer)
      },
    }
  }

  /** Readers that have caught up with others go on with these: the partition is then fetched once again. */
  private join<T extends Placed>(name: string, buffer: PartitionBuffer<T>): void {
    const buffers = (this.partitions.get(name) ?? []) as Iterable<PartitionBuffer<T>>
    for (const other of buffers) {
      // Nothing that a reader has had, or knows to be there, may be away afterwards.
      if (other === buffer || other.start > buffer.start || other.readTo < buffer.readTo) continue
      for (const reader of buffer.readers) {
        reader.buffer = other
        other.readers.add(reader)
      }
      buffer.readers.clear()
      this.drop(name, buffer)
      // To them that is an arrival: who rests would else wait for the next one, which may wait for him.
      if (other.readTo > buffer.readTo) this.notify()
      return
    }
  }

  private drop<T extends Placed>(name: string, buffer: PartitionBuffer<T>): void {
    if (buffer.readers.size > 0) return
    const buffers = this.partitions.get(name)
    if (!buffers?.delete(buffer as unknown as PartitionBuffer<Placed>)) return
    this.fetcher.remove(buffer.feed)
    if (buffers.size === 0) this.partitions.delete(name)
  }

  private notify(): void {
    const listeners = this.listeners
    this.listeners = []
    for (const resolve of listeners) resolve()
  }
}

interface Reader<T extends Placed> {
  buffer: PartitionBuffer<T>
  /** It will ask for nothing before this offset. */
  needed: number
}

class PartitionBuffer<T extends Placed> {
  readonly feed: PartitionFeed
  /** Nothing before it is held. */
  start: number
  readTo: number
  readonly readers = new Set<Reader<T>>()
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

  async decode(): Promise<boolean> {
    const { feed } = this
    if (!this.hasRoom) return false
    const taken = feed.take()
    const readTo = feed.nextOffset
    if (taken.length === 0 && readTo === this.readTo) return false
    const decoded = taken.length === 0 ? [] : await this.decodeRecords(taken)
    for (const record of decoded) this.records.push(record)
    this.readTo = readTo
    return true
  }

  from(offset: number): readonly T[] {
    if (offset < this.start) {
      throw new TaskCorruptedError(
        `${this.feed.topic}/${this.feed.partition}: offset ${offset} was let go of; held is what begins at ${this.start}`,
      )
    }
    const at = this.indexOf(offset)
    return this.records.slice(at, at + givenMax)
  }

  trim(): void {
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
