import avro from 'avsc'
import { ConfigError, PoisonRecordError } from '../core/errors.ts'
import type { Topic } from '../core/topic.ts'
import { incompatibleField } from './incompatible-field.ts'

/** Confluent wire format: a zero byte, the schema's id (int32, big-endian), the Avro body. */
export const wireHeaderBytes = 5

/**
 * What is encoded lies in here, one value behind the other, and is handed out as it lies: nothing is copied, and nothing
 * written twice.
 */
const slabBytes = 65_536
let slab = Buffer.allocUnsafeSlow(slabBytes)
let used = 0

/** Encodes and decodes the values of one topic. */
export class AvroCodec {
  readonly topic: string
  readonly schema: unknown
  private readonly type: avro.Type

  constructor(topic: string, schema: unknown) {
    this.topic = topic
    this.schema = schema
    this.type = parseSchema(topic, schema)
  }

  encodeBody(value: unknown): Buffer {
    return this.encode(value, 0)
  }

  /** The whole value of a record in the Confluent wire format. */
  encodeWire(schemaId: number, value: unknown): Buffer {
    const wire = this.encode(value, wireHeaderBytes)
    wire[0] = 0
    wire[1] = schemaId >>> 24
    wire[2] = schemaId >>> 16
    wire[3] = schemaId >>> 8
    wire[4] = schemaId
    return wire
  }

  /** Behind so many bytes that are yet to be written. */
  private encode(value: unknown, headerBytes: number): Buffer {
    for (;;) {
      const end = this.encodeInto(value, slab, used + headerBytes)
      if (end >= 0) {
        const bytes = slab.subarray(used, end)
        used = end
        return bytes
      }
      slab = Buffer.allocUnsafeSlow(used === 0 ? slab.length * 2 : slabBytes)
      used = 0
    }
  }

  /** Writes the body at `at`; gives where it ends, or −1 when the buffer is too short. */
  encodeInto(value: unknown, buffer: Buffer, at: number): number {
    try {
      const end = (
        this.type as unknown as { encode(v: unknown, b: Buffer, at: number): number }
      ).encode(value, buffer, at)
      return end < 0 ? -1 : end
    } catch (error) {
      throw new PoisonRecordError(
        `${this.topic}: a value does not fit its schema: ${(error as Error).message}`,
        {},
        error,
      )
    }
  }

  decodeBody(body: Buffer): unknown {
    return this.decodeAt(body, 0)
  }

  decodeAt(buffer: Buffer, at: number, end = buffer.length): unknown {
    return this.decode(buffer, at, end, undefined)
  }

  /** Throws PoisonRecordError for bytes that are not one whole record, from `at` to `end`. */
  private decode(buffer: Buffer, at: number, end: number, resolver: unknown): unknown {
    let result: { value: unknown; offset: number }
    try {
      result = (this.type as unknown as Decoding).decode(buffer, at, resolver)
    } catch (error) {
      throw new PoisonRecordError(
        `${this.topic}: a record's bytes do not fit its schema: ${(error as Error).message}`,
        {},
        error,
      )
    }
    // Beyond the end may lie another record, which was read on into.
    if (result.offset < 0 || result.offset > end)
      throw new PoisonRecordError(`${this.topic}: a record's bytes end too early`)
    // Another schema wrote it than the one it names.
    if (result.offset < end)
      throw new PoisonRecordError(`${this.topic}: a record's bytes go on behind its last field`)
    return result.value
  }

  /** A codec that reads what `writerSchema` wrote; fails where this schema is not BACKWARD compatible with it. */
  readerOf(writerSchema: unknown): AvroReader {
    const writer = parseSchema(this.topic, writerSchema)
    let resolver: avro.Type['createResolver'] extends (type: avro.Type) => infer R ? R : never
    try {
      resolver = this.type.createResolver(writer)
    } catch (error) {
      const field = incompatibleField(this.type, writer)
      const where = field === undefined ? '' : `field ${field}: `
      throw new ConfigError(
        `schema of ${this.topic} is not BACKWARD compatible with the one its records were written with: ${where}${(error as Error).message}`,
        {},
        error,
      )
    }
    return {
      decodeAt: (buffer, at, end = buffer.length) => this.decode(buffer, at, end, resolver),
    }
  }
}

interface Decoding {
  decode(buffer: Buffer, at: number, resolver: unknown): { value: unknown; offset: number }
}

/** Reads values of one topic that one schema wrote. */
export interface AvroReader {
  /** The value that lies from `at` to `end`, which is the buffer's unless it is told. */
  decodeAt(buffer: Buffer, at: number, end?: number): unknown
}

/** The same for schemas that write the same bytes, and differ in documentation and defaults at most. */
export function schemaFingerprint(topic: string, schema: unknown): string {
  return parseSchema(topic, schema).fingerprint('sha256').toString('hex')
}

function parseSchema(topic: string, schema: unknown): avro.Type {
  try {
    return avro.Type.forSchema(
      schema as avro.Schema,
      { omitRecordMethods: true, registry: {} } as never,
    )
  } catch (error) {
    throw new ConfigError(
      `schema of ${topic} cannot be read: ${(error as Error).message}`,
      {},
      error,
    )
  }
}

const codecs = new WeakMap<Topic<unknown>, AvroCodec>()

export function codecOf(topic: Topic<unknown>): AvroCodec {
  let codec = codecs.get(topic)
  if (codec === undefined) {
    codec = new AvroCodec(topic.name, topic.schema)
    codecs.set(topic, codec)
  }
  return codec
}
