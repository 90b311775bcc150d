import type { ChainPath } from '../core/chain-path.ts'
import { PoisonRecordError } from '../core/errors.ts'
import type { LogRecord } from '../core/message.ts'
import { type AvroCodec, type AvroReader, wireHeaderBytes } from './avro-codec.ts'
import type { RecordHeaders } from './log.ts'

/**
 * A batch of consecutive records of one partition, as stored: count (uint32), time of the last
 * record (float64), then per record: time (float64), length of the key (uint16; 65535 = null) and
 * the key, length of the value (uint32) and the value in the Confluent wire format; behind them the
 * headers of all its records, as JSON, and beside these the path of each that has one.
 */
const headerBytes = 12
const nullKey = 0xffff

const keyBytes = new Map<string, Buffer>()

function bytesOf(key: string): Buffer {
  let bytes = keyBytes.get(key)
  if (bytes === undefined) {
    if (keyBytes.size > 100_000) keyBytes.clear()
    bytes = Buffer.from(key)
    keyBytes.set(key, bytes)
  }
  return bytes
}

/** Collects records, encoded as they come, so that one that does not fit its schema fails where it is made. */
export class BatchWriter {
  count = 0
  private readonly codec: AvroCodec
  private readonly schemaId: number
  private buffer = Buffer.allocUnsafe(1 << 14)
  private length = headerBytes
  private lastTimeMs = Number.NEGATIVE_INFINITY
  private paths: ChainPath[] = []

  constructor(codec: AvroCodec, schemaId: number) {
    this.codec = codec
    this.schemaId = schemaId
  }

  append(record: LogRecord): void {
    const key = record.key === null ? undefined : bytesOf(record.key)
    const keyLength = key?.length ?? 0
    if (keyLength >= nullKey)
      throw new PoisonRecordError(
        `a key has ${keyLength} bytes; at most ${nullKey - 1} can be stored`,
      )
    const valueAt = this.length + 14 + keyLength
    while (valueAt + wireHeaderBytes > this.buffer.length) this.grow()
    this.buffer.writeDoubleLE(record.timeMs, this.length)
    this.buffer.writeUInt16LE(key === undefined ? nullKey : keyLength, this.length + 8)
    if (key !== undefined) this.buffer.set(key, this.length + 10)
    let end = valueAt
    if (record.key !== null) {
      for (;;) {
        end = this.codec.encodeInto(record.value, this.buffer, valueAt + wireHeaderBytes)
        if (end >= 0) break
        this.grow()
      }
      this.buffer[valueAt] = 0
      this.buffer.writeInt32BE(this.schemaId, valueAt + 1)
    }
    this.buffer.writeUInt32LE(end - valueAt, valueAt - 4)
    this.length = end
    this.lastTimeMs = record.timeMs
    if (record.path !== undefined) this.paths[this.count] = record.path
    this.count++
  }

  /** The batch; valid until the next `clear` or `append`. */
  bytes(headers: RecordHeaders): Buffer {
    this.buffer.writeUInt32LE(this.count, 0)
    this.buffer.writeDoubleLE(this.lastTimeMs, 4)
    const { paths } = this
    const text = Buffer.from(
      JSON.stringify(paths.length === 0 ? headers : ({ ...headers, paths } satisfies BatchEnd)),
    )
    while (this.length + text.length > this.buffer.length) this.grow()
    this.buffer.set(text, this.length)
    return this.buffer.subarray(0, this.length + text.length)
  }

  clear(): void {
    this.count = 0
    this.length = headerBytes
    this.paths = []
  }

  private grow(): void {
    const larger = Buffer.allocUnsafe(this.buffer.length * 2)
    larger.set(this.buffer)
    this.buffer = larger
  }
}

export function batchCount(batch: Buffer): number {
  return batch.readUInt32LE(0)
}

export function batchLastTimeMs(batch: Buffer): number {
  return batch.readDoubleLE(4)
}

/** What stands behind a batch's records. */
interface BatchEnd extends RecordHeaders {
  readonly paths?: readonly (ChainPath | null)[]
}

/** The headers of a batch's records; undefined for one that was written before there were any. */
export function batchHeaders(batch: Buffer): RecordHeaders | undefined {
  const end = batchEnd(batch)
  return end && { run: end.run, reads: end.reads }
}

function batchEnd(batch: Buffer): BatchEnd | undefined {
  let at = headerBytes
  for (let left = batchCount(batch); left > 0; left--) {
    const keyLength = batch.readUInt16LE(at + 8)
    const keyEnd = at + 10 + (keyLength === nullKey ? 0 : keyLength)
    at = keyEnd + 4 + batch.readUInt32LE(keyEnd)
  }
  return at === batch.length ? undefined : (JSON.parse(batch.toString('utf8', at)) as BatchEnd)
}

/** One stored record, its value still in the wire format. */
export interface StoredRecord {
  readonly timeMs: number
  readonly key: string | null
  readonly value: Buffer
}

export function* storedRecords(batch: Buffer): Generator<StoredRecord> {
  let at = headerBytes
  for (let left = batchCount(batch); left > 0; left--) {
    const timeMs = batch.readDoubleLE(at)
    const keyLength = batch.readUInt16LE(at + 8)
    const keyEnd = at + 10 + (keyLength === nullKey ? 0 : keyLength)
    const key = keyLength === nullKey ? null : batch.toString('utf8', at + 10, keyEnd)
    const valueEnd = keyEnd + 4 + batch.readUInt32LE(keyEnd)
    yield { timeMs, key, value: batch.subarray(keyEnd + 4, valueEnd) }
    at = valueEnd
  }
}

/** Decodes a batch; `readerOf` finds the reader for a schema id, and throws for one nobody knows. */
export function decodeBatch(
  batch: Buffer,
  readerOf: (schemaId: number) => AvroReader,
): LogRecord[] {
  const records: LogRecord[] = []
  const paths = batchEnd(batch)?.paths
  for (const { timeMs, key, value: bytes } of storedRecords(batch)) {
    const value =
      key === null ? null : readerOf(bytes.readInt32BE(1)).decodeAt(bytes, wireHeaderBytes)
    const path = paths?.[records.length] ?? undefined
    records.push(path === undefined ? { key, value, timeMs } : { key, value, timeMs, path })
  }
  return records
}
