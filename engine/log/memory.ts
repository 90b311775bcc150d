import { ConfigError } from '../core/errors.ts'
import type { LogRecord } from '../core/message.ts'
import { partitionsOf, type Topic } from '../core/topic.ts'
import type { StoreEntry } from '../state/store.ts'
import { type AvroCodec, codecOf } from './avro-codec.ts'
import type { Log, RecordHeaders, WriterCommit, WriterSnapshot } from './log.ts'
import { PartitionTail } from './partition-tail.ts'
import { Writers } from './record-headers.ts'

export interface MemoryLogOptions {
  readonly topics: readonly Topic<unknown>[]
  readonly partitions: number
  /** Encodes and decodes each record once, as a log that stores bytes would. */
  readonly roundtrip?: boolean
  /** Names this run of the program in the headers of what it writes. */
  readonly run?: string
  /** Forgets records of undigested topics as soon as every reader has read them. */
  readonly forgetRead?: boolean
}

/** Who writes to a partition, and with which headers each commit ended. */
interface Written {
  readonly writers: Writers
  readonly commits: { readonly end: number; readonly headers: RecordHeaders }[]
}

/** The log for tests and backtests: records by reference, gone with the process. */
export class MemoryLog implements Log {
  readonly kind = 'memory'
  readonly topics: readonly Topic<unknown>[]
  private readonly partitionCount: number
  private readonly tails = new Map<string, PartitionTail[]>()
  private readonly written = new Map<PartitionTail, Written>()
  private readonly run: string
  private readonly codecs: Map<string, AvroCodec> | undefined
  private readonly positions = new Map<string, unknown>()
  private readonly states = new Map<string, Map<string, StoreEntry>>()
  private readonly forgetRead: boolean

  constructor(options: MemoryLogOptions) {
    const { topics, partitions, roundtrip = false, forgetRead = false } = options
    this.run = options.run ?? ''
    this.topics = topics.filter(({ retention }) => retention !== 'none')
    this.partitionCount = partitions
    this.forgetRead = forgetRead
    for (const topic of this.topics) {
      if (this.tails.has(topic.name))
        throw new ConfigError(`topic '${topic.name}' was declared twice`)
      this.tails.set(
        topic.name,
        Array.from({ length: this.partitions(topic) }, () => new PartitionTail(0)),
      )
    }
    this.codecs = roundtrip
      ? new Map(this.topics.map((topic) => [topic.name, codecOf(topic)]))
      : undefined
  }

  partitions(topic: Topic<unknown>): number {
    return partitionsOf(topic, this.partitionCount)
  }

  end(topic: Topic<unknown>, partition: number): number {
    return this.tail(topic, partition).endOffset
  }

  start(topic: Topic<unknown>, partition: number): number {
    return this.tail(topic, partition).startOffset
  }

  read(
    topic: Topic<unknown>,
    partition: number,
    offset: number,
    recordsMax: number,
  ): readonly LogRecord[] {
    return this.tail(topic, partition).read(offset, recordsMax)
  }

  append(topic: Topic<unknown>, partition: number, record: LogRecord, writer?: string): void {
    const codec = this.codecs?.get(topic.name)
    const kept =
      codec === undefined || record.key === null
        ? record
        : { ...record, value: codec.decodeBody(codec.encodeBody(record.value)) }
    const tail = this.tail(topic, partition)
    tail.append(kept)
    if (writer !== undefined) this.writtenTo(tail).writers.add(writer)
  }

  headers(topic: Topic<unknown>, partition: number, offset: number): RecordHeaders | undefined {
    const tail = this.tail(topic, partition)
    if (offset < tail.startOffset) return undefined
    return this.writtenTo(tail).commits.find(({ end }) => offset < end)?.headers
  }

  commit(writers: readonly WriterCommit[]): void {
    for (const tails of this.tails.values()) {
      for (const tail of tails) {
        if (tail.committedEnd === tail.endOffset) continue
        tail.committed()
        const written = this.writtenTo(tail)
        const headers = written.writers.headers(this.run, writers)
        written.commits.push({ end: tail.endOffset, headers })
        written.writers.clear()
      }
    }
    for (const { writer, changes, position } of writers) {
      this.positions.set(writer, position)
      let state = this.states.get(writer)
      if (state === undefined) {
        state = new Map()
        this.states.set(writer, state)
      }
      for (const { store, key, slot, bytes } of changes) {
        const id = JSON.stringify([store, key, slot])
        if (bytes === null) state.delete(id)
        else state.set(id, { store, key, slot, bytes })
      }
    }
  }

  abort(): void {
    for (const tails of this.tails.values()) for (const tail of tails) tail.abort()
    for (const { writers } of this.written.values()) writers.clear()
  }

  restore(writer: string): WriterSnapshot | undefined {
    const position = this.positions.get(writer)
    if (position === undefined) return undefined
    return {
      position: structuredClone(position),
      state: [...(this.states.get(writer)?.values() ?? [])],
    }
  }

  trim(_clockMs: number, keepFrom: (topic: Topic<unknown>, partition: number) => number): void {
    if (!this.forgetRead) return
    for (const topic of this.topics) {
      if (topic.digested) continue
      this.tails.get(topic.name)?.forEach((tail, partition) => {
        tail.dropBefore(Math.min(keepFrom(topic, partition), tail.committedEnd))
        const { commits } = this.writtenTo(tail)
        const kept = commits.findIndex(({ end }) => end > tail.startOffset)
        commits.splice(0, kept === -1 ? commits.length : kept)
      })
    }
  }

  async close(): Promise<void> {}

  private writtenTo(tail: PartitionTail): Written {
    let written = this.written.get(tail)
    if (written === undefined) {
      written = { writers: new Writers(), commits: [] }
      this.written.set(tail, written)
    }
    return written
  }

  private tail(topic: Topic<unknown>, partition: number): PartitionTail {
    const tail = this.tails.get(topic.name)?.[partition]
    if (tail === undefined) {
      throw new ConfigError(`topic '${topic.name}' has no partition ${partition} in this log`)
    }
    return tail
  }
}
