import { existsSync, mkdirSync } from 'node:fs'
import { type Database, open, type RootDatabase } from 'lmdb'
import { ConfigError, TaskCorruptedError } from '../core/errors.ts'
import type { LogRecord } from '../core/message.ts'
import { partitionsOf, type Topic } from '../core/topic.ts'
import { decodeState, encodeState } from '../state/codec.ts'
import type { StoreEntry } from '../state/store.ts'
import { codecOf } from './avro-codec.ts'
import { FolderLock } from './folder-lock.ts'
import { FolderRegistry } from './folder-registry.ts'
import type { Log, LogIdentity, RecordHeaders, WriterCommit, WriterSnapshot } from './log.ts'
import { clearUnfinished, giveName, logPath, unfinishedPath } from './log-file.ts'
import { PartitionTail } from './partition-tail.ts'
import {
  BatchWriter,
  batchCount,
  batchHeaders,
  batchLastTimeMs,
  decodeBatch,
} from './record-batch.ts'
import { Writers } from './record-headers.ts'
import { asStorageError } from './storage-error.ts'

export interface LmdbLogOptions {
  readonly folder: string
  readonly topics: readonly Topic<unknown>[]
  readonly partitions: number
  /** What the folder is made with; a folder made otherwise is refused. */
  readonly identity: LogIdentity
  /** `process`: survives a kill of the process; `power`: each commit is synced to the disk. */
  readonly durability: 'process' | 'power'
  /**
   * Records are kept so long after their commit, by the computer's clock, whatever their retention says:
   * where the source clock runs faster than life, other processes get the time to read them.
   */
  readonly keepAtLeastMs?: number
  /** Names this run of the program in the headers of what it writes. */
  readonly run?: string
  /** Opens beside a running engine, for reading what is committed. */
  readonly readOnly?: boolean
}

interface Partition {
  readonly topic: Topic<unknown>
  readonly index: number
  readonly prefix: number
  readonly tail: PartitionTail
  readonly writer: BatchWriter
  readonly writers: Writers
  coldBase: number
  coldRecords: readonly LogRecord[]
  oldest: number
  /** Records before it have been kept as long as they must be, and the next such mark. */
  agedEnd: number
  growingEnd: number
}

/** The embedded log: record batches, states and positions in one LMDB file, one transaction a commit. */
export class LmdbLog implements Log {
  readonly kind = 'lmdb'
  readonly topics: readonly Topic<unknown>[]
  private readonly folder: string
  private readonly partitionCount: number
  private readonly lock: FolderLock | undefined
  private readonly root: RootDatabase<Buffer, string>
  private readonly batches: Database<Buffer, Buffer>
  private readonly states: Database<Buffer, string[]>
  private readonly positions: Database<Buffer, string>
  private readonly registry: FolderRegistry
  private readonly byTopic = new Map<string, Partition[]>()
  private readonly dirty = new Set<Partition>()
  private readonly keepAtLeastMs: number
  private readonly run: string
  private grownMs = performance.now()
  private keyBuffer = Buffer.alloc(12)

  constructor(options: LmdbLogOptions) {
    const { folder, topics, partitions, identity, durability, readOnly = false } = options
    this.folder = folder
    this.keepAtLeastMs = options.keepAtLeastMs ?? 0
    this.run = options.run ?? ''
    this.topics = topics.filter(({ retention }) => retention !== 'none')
    this.partitionCount = partitions
    let root: RootDatabase<Buffer, string> | undefined
    try {
      if (!readOnly) mkdirSync(folder, { recursive: true })
      this.lock = readOnly ? undefined : new FolderLock(folder)
      const isNew = !readOnly && !existsSync(logPath(folder))
      if (isNew) clearUnfinished(folder)
      this.root = root = open<Buffer, string>({
        path: isNew ? unfinishedPath(folder) : logPath(folder),
        noSync: durability === 'process',
        overlappingSync: false,
        maxDbs: 8,
        encoding: 'binary',
        readOnly,
      })
      this.batches = this.root.openDB({
        name: 'batches',
        keyEncoding: 'binary',
        encoding: 'binary',
      })
      this.states = this.root.openDB({ name: 'states', encoding: 'binary' })
      this.positions = this.root.openDB({ name: 'positions', encoding: 'binary' })
      const meta = this.root.openDB<unknown, string>({ name: 'meta', encoding: 'json' })
      this.registry = new FolderRegistry(folder, meta, readOnly)
      this.registry.checkIdentity({ ...identity, partitions })
      for (const topic of this.topics) this.openTopic(topic)
      if (isNew) giveName(folder)
    } catch (error) {
      void root?.close()
      this.lock?.release()
      throw asStorageError(error, folder)
    }
  }

  partitions(topic: Topic<unknown>): number {
    return partitionsOf(topic, this.partitionCount)
  }

  end(topic: Topic<unknown>, partition: number): number {
    return this.partition(topic, partition).tail.endOffset
  }

  start(topic: Topic<unknown>, partition: number): number {
    return this.partition(topic, partition).oldest
  }

  read(
    topic: Topic<unknown>,
    partition: number,
    offset: number,
    recordsMax: number,
  ): readonly LogRecord[] {
    const part = this.partition(topic, partition)
    if (offset >= part.tail.startOffset) return part.tail.read(offset, recordsMax)
    if (offset < part.oldest) {
      throw new TaskCorruptedError(
        `${topic.name}/${partition}: offset ${offset} is past its retention; the oldest record kept is ${part.oldest}`,
      )
    }
    if (offset < part.coldBase || offset >= part.coldBase + part.coldRecords.length)
      this.loadCold(part, offset)
    const from = offset - part.coldBase
    return part.coldRecords.slice(from, from + recordsMax)
  }

  append(topic: Topic<unknown>, partition: number, record: LogRecord, writer?: string): void {
    const part = this.partition(topic, partition)
    part.writer.append(record)
    part.writers.add(writer)
    part.tail.append(record)
    this.dirty.add(part)
  }

  headers(topic: Topic<unknown>, partition: number, offset: number): RecordHeaders | undefined {
    const batch = this.batchOf(this.partition(topic, partition), offset)
    return batch && batchHeaders(batch.bytes)
  }

  commit(writers: readonly WriterCommit[]): void {
    try {
      this.root.transactionSync(() => {
        for (const part of this.dirty) {
          const bytes = part.writer.bytes(part.writers.headers(this.run, writers))
          this.batches.putSync(this.keyOf(part, part.tail.committedEnd), bytes)
        }
        for (const { writer, changes, position } of writers) {
          for (const { store, key, slot, bytes } of changes) {
            const id = [writer, store, key, slot]
            if (bytes === null) this.states.removeSync(id)
            else this.states.putSync(id, bytes)
          }
          this.positions.putSync(writer, encodeState(position))
        }
      })
    } catch (error) {
      throw asStorageError(error, this.folder)
    }
    for (const part of this.dirty) {
      part.tail.committed()
      part.writer.clear()
      part.writers.clear()
    }
    this.dirty.clear()
  }

  abort(): void {
    for (const part of this.dirty) {
      part.tail.abort()
      part.writer.clear()
      part.writers.clear()
    }
    this.dirty.clear()
  }

  /** Whoever has ever committed here. */
  writers(): readonly string[] {
    return [...this.positions.getKeys()].sort()
  }

  restore(writer: string): WriterSnapshot | undefined {
    const position = this.positions.get(writer)
    if (position === undefined) return undefined
    const state: StoreEntry[] = []
    for (const { key, value } of this.states.getRange({
      start: [writer],
      end: [`${writer}\u0001`],
    })) {
      const [owner = '', store = '', recordKey = '', slot = ''] = key
      if (owner === writer) state.push({ store, key: recordKey, slot, bytes: Buffer.from(value) })
    }
    return { position: decodeState(position), state }
  }

  trim(clockMs: number, keepFrom: (topic: Topic<unknown>, partition: number) => number): void {
    this.grow()
    for (const parts of this.byTopic.values()) {
      for (const part of parts) {
        const needed = Math.min(keepFrom(part.topic, part.index), part.tail.committedEnd)
        part.tail.dropBefore(needed)
        if (typeof part.topic.retention === 'object')
          this.expire(part, clockMs - part.topic.retention.ms, Math.min(needed, part.agedEnd))
      }
    }
  }

  /** Marks what has been there long enough to be let go of. */
  private grow(): void {
    const nowMs = performance.now()
    if (nowMs - this.grownMs < this.keepAtLeastMs) return
    this.grownMs = nowMs
    for (const parts of this.byTopic.values()) {
      for (const part of parts) {
        part.agedEnd = this.keepAtLeastMs === 0 ? part.tail.committedEnd : part.growingEnd
        part.growingEnd = part.tail.committedEnd
      }
    }
  }

  async close(): Promise<void> {
    await this.root.close()
    this.lock?.release()
  }

  /** Removes batches that ended before a time and that nobody still has to read. */
  private expire(part: Partition, beforeMs: number, needed: number): void {
    const bases: number[] = []
    for (const { key, value } of this.batches.getRange({
      start: this.keyOf(part, 0),
      end: this.keyOf(part, needed),
      limit: expireBatches,
    })) {
      const base = offsetOf(key)
      const next = base + batchCount(value)
      if (batchLastTimeMs(value) >= beforeMs || next > needed) break
      // The newest batch stays: it tells a later start where offsets go on.
      if (next === part.tail.committedEnd) break
      bases.push(base)
      part.oldest = next
    }
    if (bases.length === 0) return
    this.root.transactionSync(() => {
      for (const base of bases) this.batches.removeSync(this.keyOf(part, base))
    })
  }

  private loadCold(part: Partition, offset: number): void {
    const batch = this.batchOf(part, offset)
    if (batch === undefined) {
      throw new TaskCorruptedError(
        `${part.topic.name}/${part.index}: offset ${offset} is missing in the log`,
      )
    }
    part.coldBase = batch.base
    part.coldRecords = decodeBatch(batch.bytes, (schemaId) =>
      this.registry.readerOf(part.topic, schemaId),
    )
  }

  /** The stored batch that holds an offset. */
  private batchOf(
    part: Partition,
    offset: number,
  ): { readonly base: number; readonly bytes: Buffer } | undefined {
    const range = this.batches.getRange({
      start: this.keyOf(part, offset),
      end: this.keyOf(part, 0),
      reverse: true,
      limit: 1,
      inclusiveEnd: true,
    } as never)
    for (const { key, value } of range) {
      const base = offsetOf(key)
      // A copy: what LMDB gives is valid only until the next read, and decoding may look up a schema.
      if (offset < base + batchCount(value)) return { base, bytes: Buffer.from(value) }
    }
    return undefined
  }

  private openTopic(topic: Topic<unknown>): void {
    if (this.byTopic.has(topic.name))
      throw new ConfigError(`topic '${topic.name}' was declared twice`)
    const codec = codecOf(topic)
    const topicNumber = this.registry.topicNumber(topic)
    const schemaId = this.registry.schemaIdOf(topic)
    const parts = Array.from({ length: this.partitions(topic) }, (_, index): Partition => {
      const prefix = topicNumber * 65_536 + index
      const end = this.storedEnd(prefix)
      return {
        topic,
        index,
        prefix,
        tail: new PartitionTail(end.next),
        writer: new BatchWriter(codec, schemaId),
        writers: new Writers(),
        coldBase: 0,
        coldRecords: [],
        oldest: end.oldest,
        agedEnd: 0,
        growingEnd: end.next,
      }
    })
    this.byTopic.set(topic.name, parts)
  }

  private storedEnd(prefix: number): { oldest: number; next: number } {
    const first = this.key(prefix, 0)
    const last = this.key(prefix, Number.MAX_SAFE_INTEGER)
    let oldest = 0
    let next = 0
    for (const { key } of this.batches.getRange({ start: first, end: last, limit: 1 }))
      oldest = offsetOf(key)
    for (const { key, value } of this.batches.getRange({
      start: last,
      end: first,
      reverse: true,
      limit: 1,
      inclusiveEnd: true,
    } as never)) {
      next = offsetOf(key) + batchCount(value)
    }
    return { oldest, next }
  }

  private keyOf(part: Partition, offset: number): Buffer {
    return this.key(part.prefix, offset)
  }

  private key(prefix: number, offset: number): Buffer {
    const key = Buffer.from(this.keyBuffer)
    key.writeUInt32BE(prefix, 0)
    key.writeUInt32BE(Math.floor(offset / 2 ** 32), 4)
    key.writeUInt32BE(offset >>> 0, 8)
    return key
  }

  private partition(topic: Topic<unknown>, partition: number): Partition {
    const part = this.byTopic.get(topic.name)?.[partition]
    if (part === undefined)
      throw new ConfigError(`topic '${topic.name}' has no partition ${partition} in this log`)
    return part
  }
}

/** Batches of a partition that one trim removes at most: a commit must not stand still for it. */
const expireBatches = 64

function offsetOf(key: Buffer): number {
  return key.readUInt32BE(4) * 2 ** 32 + key.readUInt32BE(8)
}

/** How many partitions a folder was made with, for who only reads it. */
export async function savedPartitions(folder: string): Promise<number> {
  const root = open({ path: logPath(folder), readOnly: true, maxDbs: 8 })
  const meta = root.openDB<LogIdentity, string>({ name: 'meta', encoding: 'json' })
  const partitions = meta.get('identity')?.partitions
  await root.close()
  if (typeof partitions !== 'number') throw new ConfigError(`data folder ${folder} holds no log`)
  return partitions
}
