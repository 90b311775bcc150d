import avro from 'avsc'
import { ConfigError, PoisonRecordError } from '../core/errors.ts'
import type { Topic } from '../core/topic.ts'
import { incompatibleField } from './incompatible-field.ts'

/** Confluent wire format: a zero byte, the schema's id (int32, big-endian), the Avro body. */
export const wireHeaderBytes = 5

/** Encodes and decodes the values of one topic. */
export class AvroCodec {
  readonly topic: string
  readonly schema: unknown
  private readonly type: avro.Type
  private slab = Buffer.allocUnsafe(1 << 16)

  constructor(topic: string, schema: unknown) {
    this.topic = topic
    this.schema = schema
    this.type = parseSchema(topic, schema)
  }

  encodeBody(value: unknown): Buffer {
    for (;;) {
      const end = this.encodeInto(value, this.slab, 0)
      if (end >= 0) return Buffer.from(this.slab.subarray(0, end))
      this.slab = Buffer.allocUnsafe(this.slab.length * 2)
    }
  }

  /** The whole value of a record in the Confluent wire format. */
  encodeWire(schemaId: number, value: unknown): Buffer {
    for (;;) {
      const end = this.encodeInto(value, this.slab, wireHeaderBytes)
      if (end >= 0) {
        const wire = Buffer.from(this.slab.subarray(0, end))
        wire[0] = 0
        wire.writeInt32BE(schemaId, 1)
        return wire
      }
      this.slab = Buffer.allocUnsafe(this.slab.length * 2)
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
