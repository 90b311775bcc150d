import { existsSync } from 'node:fs'
import { type Database, open, type RootDatabase } from 'lmdb'
import { ConfigError, PoisonRecordError } from '../core/errors.ts'
import { partitionsOf, type Topic } from '../core/topic.ts'
import { type AvroReader, codecOf, wireHeaderBytes } from './avro-codec.ts'
import type { LogIdentity } from './log.ts'
import { logPath } from './log-file.ts'
import { batchCount, type StoredRecord, storedRecords } from './record-batch.ts'
import { recordHash } from './record-hash.ts'
import type { PlacedRecord, ReadLimits, ReadRecords, RecordReader } from './record-reader.ts'

interface Lane {
  readonly topic: Topic<unknown>
  readonly partition: number
  /** Base of the newest batch seen and the offset behind it: batches never change. */
  newestBase: number
  end: number
  /** Where the last read stopped, within a batch. */
  cursor: { next: number; readonly end: number; readonly rest: Iterator<StoredRecord> } | undefined
}

/**
 * Reads what is committed in a data folder from another process, while the engine writes. What it
 * sees stands still until `refresh`.
 */
export class LmdbReader implements RecordReader {
  readonly topics: readonly Topic<unknown>[]
  private readonly root: RootDatabase<Buffer, string>
  private readonly batches: Database<Buffer, Buffer>
  private readonly meta: Database<unknown, string>
  private readonly partitionCount: number
  private readonly lanes = new Map<string, Lane>()
  private readonly readers = new Map<string, AvroReader>()

  constructor(options: { readonly folder: string; readonly topics: readonly Topic<unknown>[] }) {
    const { folder, topics } = options
    const path = logPath(folder)
    if (!existsSync(path)) throw new ConfigError(`data folder ${folder} holds no log`)
    this.topics = topics.filter(({ retention }) => retention !== 'none')
    this.root = open<Buffer, string>({ path, readOnly: true, maxDbs: 8, encoding: 'binary' })
    this.batches = this.root.openDB({ name: 'batches', keyEncoding: 'binary', encoding: 'binary' })
    this.meta = this.root.openDB({ name: 'meta', encoding: 'json' })
    const identity = this.meta?.get('identity') as LogIdentity | undefined
    if (this.batches === undefined || identity === undefined)
      throw new ConfigError(`data folder ${folder} holds no log`)
    this.partitionCount = Number(identity.partitions)
  }

  partitions(topic: Topic<unknown>): number {
    return partitionsOf(topic, this.partitionCount)
  }

  /** Lets go of what was seen, so that what was committed since is visible. */
  refresh(): void {
    this.root.resetReadTxn()
  }

  /** The offset behind the newest committed record. */
  end(topic: Topic<unknown>, partition: number): number {
    const lane = this.lane(topic, partition)
    const prefix = this.prefixOf(lane)
    if (prefix === undefined) return 0
    for (const key of this.batches.getKeys({
      start: keyOf(prefix, Number.MAX_SAFE_INTEGER),
      end: keyOf(prefix, 0),
      reverse: true,
      limit: 1,
      inclusiveEnd: true,
    } as never)) {
      const base = offsetOf(key)
      if (base === lane.newestBase) break
      lane.newestBase = base
      lane.end = base + batchCount(this.batches.get(key) ?? Buffer.alloc(4))
    }
    return lane.end
  }

  read(topic: Topic<unknown>, partition: number, offset: number, limits: ReadLimits): ReadRecords {
    const lane = this.lane(topic, partition)
    const records: PlacedRecord[] = []
    const asStored: StoredRecord[] = []
    let first = offset
    for (let bytes = 0; records.length < limits.recordsMax && bytes < limits.bytesMax; ) {
      if (lane.cursor?.next !== first + records.length || lane.cursor.next === lane.cursor.end) {
        lane.cursor = this.seek(lane, first + records.length)
        if (lane.cursor === undefined) break
        if (lane.cursor.next > first + records.length) {
          // A hole behind what was read belongs to the next read.
          if (records.length > 0) break
          first = lane.cursor.next
        }
      }
      const stored = lane.cursor.rest.next().value as StoredRecord
      records.push(this.decode(lane, lane.cursor.next, stored))
      asStored.push(stored)
      bytes += stored.value.length
      lane.cursor.next++
    }
    const hash = (index: number): string => hashOfStored(asStored[index] as StoredRecord)
    return { start: first, records, end: first + records.length, hash }
  }

  hashOf(topic: Topic<unknown>, partition: number, offset: number): string | undefined {
    const found = this.seek(this.lane(topic, partition), offset)
    if (found?.next !== offset) return undefined
    return hashOfStored(found.rest.next().value as StoredRecord)
  }

  async close(): Promise<void> {
    await this.root.close()
  }

  /** Stands at `offset`, or at the oldest record kept behind it. */
  private seek(lane: Lane, offset: number): Lane['cursor'] {
    const prefix = this.prefixOf(lane)
    if (prefix === undefined) return undefined
    const before = this.batches.getRange({
      start: keyOf(prefix, offset),
      end: keyOf(prefix, 0),
      reverse: true,
      limit: 1,
      inclusiveEnd: true,
    } as never)
    const after = this.batches.getRange({
      start: keyOf(prefix, offset),
      end: keyOf(prefix, Number.MAX_SAFE_INTEGER),
      limit: 1,
    })
    for (const range of [before, after]) {
      for (const { key, value } of range) {
        const base = offsetOf(key)
        const end = base + batchCount(value)
        if (end <= offset) continue
        const rest = storedRecords(value)
        for (let skip = base; skip < offset; skip++) rest.next()
        return { next: Math.max(base, offset), end, rest }
      }
    }
    return undefined
  }

  private decode(lane: Lane, offset: number, { timeMs, key, value }: StoredRecord): PlacedRecord {
    if (key === null) return { key, value: null, timeMs, offset }
    try {
      const reader = this.readerOf(lane.topic, value.readInt32BE(1))
      return { key, value: reader.decodeAt(value, wireHeaderBytes), timeMs, offset }
    } catch (error) {
      throw new PoisonRecordError(
        `${lane.topic.name}/${lane.partition}: record ${offset} cannot be read: ${(error as Error).message}`,
        { topic: lane.topic.name, partition: lane.partition, offset },
        error,
      )
    }
  }

  private readerOf(topic: Topic<unknown>, schemaId: number): AvroReader {
    const name = `${topic.name}/${schemaId}`
    let reader = this.readers.get(name)
    if (reader === undefined) {
      const schema = this.meta.get(`schema/${schemaId}`)
      if (schema === undefined)
        throw new PoisonRecordError(`its schema id ${schemaId} is not in the folder's registry`)
      const codec = codecOf(topic)
      const same = JSON.stringify(schema) === JSON.stringify(topic.schema)
      reader = same ? codec : codec.readerOf(schema)
      this.readers.set(name, reader)
    }
    return reader
  }

  /** A topic has no number in the folder before an engine that knows it has started there. */
  private prefixOf({ topic, partition }: Lane): number | undefined {
    const number = this.meta.get(`topic/${topic.name}`) as number | undefined
    return number === undefined ? undefined : number * 65_536 + partition
  }

  private lane(topic: Topic<unknown>, partition: number): Lane {
    const name = `${topic.name}/${partition}`
    let lane = this.lanes.get(name)
    if (lane === undefined) {
      if (!(partition >= 0 && partition < this.partitions(topic)))
        throw new ConfigError(`topic '${topic.name}' has no partition ${partition} in this log`)
      lane = { topic, partition, newestBase: -1, end: 0, cursor: undefined }
      this.lanes.set(name, lane)
    }
    return lane
  }
}

function hashOfStored({ timeMs, key, value }: StoredRecord): string {
  return recordHash(timeMs, key, value)
}

function keyOf(prefix: number, offset: number): Buffer {
  const key = Buffer.alloc(12)
  key.writeUInt32BE(prefix, 0)
  key.writeUInt32BE(Math.floor(offset / 2 ** 32), 4)
  key.writeUInt32BE(offset >>> 0, 8)
  return key
}

function offsetOf(key: Buffer): number {
  return key.readUInt32BE(4) * 2 ** 32 + key.readUInt32BE(8)
}
