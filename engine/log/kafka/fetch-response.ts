import { gunzipSync } from 'node:zlib'
import { TaskCorruptedError } from '../../core/errors.ts'
import { type AbortedTransaction, AbortedTransactions } from './aborted.ts'

/** One record as it lies in a partition: windows on what was fetched, opened only when they are looked through. */
export class FetchedRecord {
  readonly offset: number
  readonly timeMs: number
  /** What was fetched with it. */
  readonly bytes: Buffer
  /** Where key and value begin and end in it; a beginning of −1 is null. */
  readonly keyAt: number
  readonly keyEnd: number
  readonly valueAt: number
  readonly valueEnd: number
  private readonly end: number

  constructor(
    offset: number,
    timeMs: number,
    bytes: Buffer,
    keyAt: number,
    keyEnd: number,
    valueAt: number,
    valueEnd: number,
    end: number,
  ) {
    this.offset = offset
    this.timeMs = timeMs
    this.bytes = bytes
    this.keyAt = keyAt
    this.keyEnd = keyEnd
    this.valueAt = valueAt
    this.valueEnd = valueEnd
    this.end = end
  }

  get key(): Buffer | null {
    return this.keyAt < 0 ? null : this.bytes.subarray(this.keyAt, this.keyEnd)
  }

  get value(): Buffer | null {
    return this.valueAt < 0 ? null : this.bytes.subarray(this.valueAt, this.valueEnd)
  }

  /** The value of a header as text, or undefined where it has none of that name. */
  header(name: string): string | undefined {
    const reader = new Reader(this.bytes)
    reader.at = this.valueEnd
    if (reader.at >= this.end) return undefined
    for (let left = reader.varint(); left > 0; left--) {
      const key = reader.varBytes()
      const value = reader.varBytes()
      if (key?.toString() === name) return value?.toString()
    }
    return undefined
  }
}

/** What one fetch gave of one partition: committed records, and how far it has been read by them. */
export interface FetchedPartition {
  readonly topic: string
  readonly partition: number
  /** 0: none; else Kafka's error code. */
  readonly errorCode: number
  /** Everything before it is committed or aborted. */
  readonly lastStableOffset: number
  readonly logStartOffset: number
  readonly records: readonly FetchedRecord[]
  /** Where the next fetch begins: behind control records and aborted ones too. */
  readonly nextOffset: number
}

/**
 * Decodes a Fetch response of version 11 (https://kafka.apache.org/protocol#The_Messages_Fetch), message
 * format 2, read-committed. kafkajs does this too, with an object and several copies for each number.
 */
export function decodeFetchResponse(
  raw: Buffer,
  askedFor: (topic: string, partition: number) => number,
): { readonly errorCode: number; readonly partitions: readonly FetchedPartition[] } {
  const reader = new Reader(raw)
  // Throttle time: the broker waits itself.
  reader.int32()
  const errorCode = reader.int16()
  // Session id: every fetch is whole.
  reader.int32()
  const partitions: FetchedPartition[] = []
  for (let topics = reader.int32(); topics > 0; topics--) {
    const topic = reader.string()
    for (let count = reader.int32(); count > 0; count--) {
      partitions.push(decodePartition(reader, topic, askedFor))
    }
  }
  return { errorCode, partitions }
}

function decodePartition(
  reader: Reader,
  topic: string,
  askedFor: (topic: string, partition: number) => number,
): FetchedPartition {
  const partition = reader.int32()
  const errorCode = reader.int16()
  // High watermark: what is not yet stable is not for us.
  reader.int64()
  const lastStableOffset = reader.int64()
  const logStartOffset = reader.int64()
  const aborted: AbortedTransaction[] = []
  for (let count = reader.int32(); count > 0; count--) {
    aborted.push({
      producerId: reader.bigint64().toString(),
      firstOffset: reader.bigint64().toString(),
    })
  }
  // Preferred read replica: we read from the leader.
  reader.int32()
  const size = Math.max(0, reader.int32())
  const fromOffset = askedFor(topic, partition)
  const records: FetchedRecord[] = []
  const nextOffset = decodeBatches(
    reader.take(size),
    fromOffset,
    aborted.length === 0 ? undefined : new AbortedTransactions(aborted),
    records,
  )
  return { topic, partition, errorCode, lastStableOffset, logStartOffset, records, nextOffset }
}

/** Bytes of a record batch before its records, its own offset and length included. */
const batchOverhead = 61
const compressionMask = 0x7
const transactionalMask = 0x10
const controlMask = 0x20

/** Gives the offset behind the last whole batch; a fetch may end within one. */
function decodeBatches(
  bytes: Buffer,
  fromOffset: number,
  aborted: AbortedTransactions | undefined,
  into: FetchedRecord[],
): number {
  let nextOffset = fromOffset
  for (let at = 0; at + batchOverhead <= bytes.length; ) {
    const baseOffset = bytes.readBigInt64BE(at)
    const end = at + 12 + bytes.readInt32BE(at + 8)
    if (end > bytes.length) break
    const magic = bytes.readInt8(at + 16)
    if (magic !== 2) {
      throw new TaskCorruptedError(
        `a record batch at offset ${baseOffset} has message format ${magic}; only 2 is read`,
      )
    }
    const attributes = bytes.readInt16BE(at + 21)
    const base = Number(baseOffset)
    nextOffset = Math.max(nextOffset, base + bytes.readInt32BE(at + 23) + 1)
    const producerId = bytes.readBigInt64BE(at + 43).toString()
    const batch: Batch = {
      base,
      baseTimeMs: Number(bytes.readBigInt64BE(at + 27)),
      count: bytes.readInt32BE(at + 57),
      body: decompress(bytes.subarray(at + batchOverhead, end), attributes & compressionMask, base),
      fromOffset,
    }
    at = end
    if ((attributes & controlMask) !== 0) {
      if (aborted === undefined) continue
      const markers: FetchedRecord[] = []
      decodeRecords({ ...batch, fromOffset: 0 }, markers)
      for (const { offset, key } of markers) aborted.meetMarker(producerId, BigInt(offset), key)
    } else if (
      (attributes & transactionalMask) === 0 ||
      !aborted?.isAborted(producerId, baseOffset)
    ) {
      decodeRecords(batch, into)
    }
  }
  return nextOffset
}

interface Batch {
  readonly base: number
  readonly baseTimeMs: number
  readonly count: number
  readonly body: Buffer
  /** Records before it belong to the batch, but were not asked for. */
  readonly fromOffset: number
}

function decodeRecords(
  { base, baseTimeMs, count, body, fromOffset }: Batch,
  into: FetchedRecord[],
): void {
  const reader = new Reader(body)
  for (let left = count; left > 0; left--) {
    const length = reader.varint()
    const end = reader.at + length
    // Attributes of a record: unused.
    reader.at++
    const timeMs = baseTimeMs + reader.varlong()
    const offset = base + reader.varint()
    if (offset < fromOffset) {
      reader.at = end
      continue
    }
    const keyLength = reader.varint()
    const keyAt = keyLength < 0 ? -1 : reader.at
    reader.at += Math.max(0, keyLength)
    const keyEnd = reader.at
    const valueLength = reader.varint()
    const valueAt = valueLength < 0 ? -1 : reader.at
    const valueEnd = reader.at + Math.max(0, valueLength)
    reader.at = end
    into.push(new FetchedRecord(offset, timeMs, body, keyAt, keyEnd, valueAt, valueEnd, end))
  }
}

function decompress(body: Buffer, codec: number, base: number): Buffer {
  if (codec === 0) return body
  if (codec === 1) return gunzipSync(body)
  const name = ['none', 'gzip', 'snappy', 'lz4', 'zstd'][codec] ?? `of type ${codec}`
  throw new TaskCorruptedError(
    `a record batch at offset ${base} is compressed by ${name}; only gzip and none are read: set the topic's compression.type`,
  )
}

/** Reads Kafka's types from a buffer, one behind the other. */
class Reader {
  at = 0
  private readonly bytes: Buffer

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  int16(): number {
    this.at += 2
    return this.bytes.readInt16BE(this.at - 2)
  }

  int32(): number {
    this.at += 4
    return this.bytes.readInt32BE(this.at - 4)
  }

  bigint64(): bigint {
    this.at += 8
    return this.bytes.readBigInt64BE(this.at - 8)
  }

  int64(): number {
    return Number(this.bigint64())
  }

  string(): string {
    const length = this.int16()
    return this.take(length).toString()
  }

  take(length: number): Buffer {
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  varBytes(): Buffer | null {
    const length = this.varint()
    return length < 0 ? null : this.take(length)
  }

  /** Zigzag, up to 32 bits. */
  varint(): number {
    let raw = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++] as number
      raw |= (byte & 0x7f) << shift
      if (byte < 0x80) break
    }
    return (raw >>> 1) ^ -(raw & 1)
  }

  /** Zigzag, up to 53 bits and a sign. */
  varlong(): number {
    let raw = 0
    let scale = 1
    for (;;) {
      const byte = this.bytes[this.at++] as number
      raw += (byte & 0x7f) * scale
      if (byte < 0x80) break
      scale *= 128
    }
    return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2
  }
}
