/**
 * Writes protocol buffers, as far as ONNX needs them: varints, four-byte floats, and whatever is
 * preceded by its length. Source: protobuf.dev, "Encoding".
 */
export class ProtobufWriter {
  private buffer: Buffer
  private length = 0

  constructor(capacity = 64) {
    this.buffer = Buffer.alloc(capacity)
  }

  /** `int32`, `int64` and enumerations; negative ones take ten bytes. */
  integer(field: number, value: number | bigint): this {
    this.varint(tagOf(field, wireType.varint))
    this.varint(value)
    return this
  }

  float(field: number, value: number): this {
    this.varint(tagOf(field, wireType.fourBytes))
    this.reserve(4)
    this.length = this.buffer.writeFloatLE(value, this.length)
    return this
  }

  text(field: number, value: string): this {
    return this.bytes(field, Buffer.from(value))
  }

  bytes(field: number, value: Uint8Array): this {
    this.varint(tagOf(field, wireType.lengthDelimited))
    this.varint(value.length)
    this.reserve(value.length)
    this.buffer.set(value, this.length)
    this.length += value.length
    return this
  }

  message(field: number, inner: ProtobufWriter): this {
    return this.bytes(field, inner.written())
  }

  /** Repeated integers in one field. */
  packed(field: number, values: readonly number[]): this {
    const inner = new ProtobufWriter()
    for (const value of values) inner.varint(value)
    return this.message(field, inner)
  }

  /** What was written so far; valid until more is. */
  written(): Uint8Array {
    return this.buffer.subarray(0, this.length)
  }

  private varint(value: number | bigint): void {
    this.reserve(varintBytesMax)
    // Two's complement of 64 bits, seven of them a byte, the lowest first.
    let rest = BigInt.asUintN(64, BigInt(value))
    for (; rest > 0x7fn; rest >>= 7n) this.buffer[this.length++] = Number(rest & 0x7fn) | 0x80
    this.buffer[this.length++] = Number(rest)
  }

  private reserve(bytes: number): void {
    const needed = this.length + bytes
    if (needed <= this.buffer.length) return
    const grown = Buffer.alloc(Math.max(needed, 2 * this.buffer.length))
    this.buffer.copy(grown, 0, 0, this.length)
    this.buffer = grown
  }
}

const varintBytesMax = 10
const wireType = { varint: 0, lengthDelimited: 2, fourBytes: 5 } as const

function tagOf(field: number, type: number): number {
  return field * 8 + type
}
