import { describe, expect, test } from 'vitest'
import { ConfigError, PoisonRecordError } from '../core/errors.ts'
import { AvroCodec, schemaFingerprint } from './avro-codec.ts'
import {
  BatchWriter,
  batchCount,
  batchHeaders,
  batchLastTimeMs,
  decodeBatch,
  storedRecords,
} from './record-batch.ts'
import { numbers, record, type Sample, sample, samples } from './testing/sample-records.ts'

const codec = new AvroCodec('samples', samples.schema)
const headers = { run: 'a run', reads: { 'in/0': [3, 7] } } as const

describe('the Avro codec', () => {
  test('gives back what it encoded, however long it is', () => {
    for (const length of [0, 1, 65_000, 66_000, 400_000]) {
      const value = sample(1, { text: 'ä'.repeat(length) })
      expect(codec.decodeBody(codec.encodeBody(value))).toEqual(value)
    }
  })

  test('gives copies of bytes, not windows on its own buffer', () => {
    const body = codec.encodeBody(sample(1, { bytes: Buffer.from('first') }))
    const value = codec.decodeBody(body) as Sample
    codec.encodeBody(sample(2, { bytes: Buffer.from('later') }))
    expect(codec.decodeBody(body)).toEqual(value)
  })

  test('refuses a body that ends too early or is another record', () => {
    const body = codec.encodeBody(sample(1))
    expect(() => codec.decodeBody(body.subarray(0, 5))).toThrow(PoisonRecordError)
    expect(() => codec.decodeBody(body.subarray(0, 5))).toThrow('bytes end too early')
    // A union has two branches here; this body names a ninth.
    expect(() => codec.decodeBody(Buffer.from([...body.subarray(0, 15), 18]))).toThrow(
      PoisonRecordError,
    )
  })

  test('refuses bytes behind the last field', () => {
    const body = codec.encodeBody(sample(1))
    const longer = Buffer.concat([body, Buffer.alloc(1)])
    expect(() => codec.decodeBody(longer)).toThrow(PoisonRecordError)
    expect(() => codec.decodeBody(longer)).toThrow('go on behind its last field')
  })

  test('keeps to its own bytes where another record lies behind them', () => {
    const body = codec.encodeBody(sample(1))
    const two = Buffer.concat([body, codec.encodeBody(sample(2))])
    for (const reader of [
      codec,
      codec.readerOf({ ...(samples.schema as object), doc: 'before' }),
    ]) {
      expect(reader.decodeAt(two, 0, body.length)).toEqual(sample(1))
      expect(reader.decodeAt(two, body.length)).toEqual(sample(2))
      expect(() => reader.decodeAt(two, 0, body.length - 1)).toThrow('end too early')
      expect(() => reader.decodeAt(two, 0, body.length + 1)).toThrow('go on behind')
    }
  })

  test('names the field that it cannot read of what another schema wrote', () => {
    const fields = [{ name: 'n', type: 'string' }]
    expect(() => codec.readerOf({ type: 'record', name: 'Sample', fields })).toThrow(
      'schema of samples is not BACKWARD compatible with the one its records were written with: field n: ',
    )
  })

  test('has one fingerprint for what writes the same bytes', () => {
    const schema = samples.schema as object
    const print = schemaFingerprint('samples', schema)
    expect(schemaFingerprint('samples', { doc: 'told', ...schema })).toBe(print)
    expect(schemaFingerprint('samples', { ...schema, name: 'Other' })).not.toBe(print)
  })

  test('refuses the same of what another schema wrote', () => {
    const reader = codec.readerOf({ ...(samples.schema as object), doc: 'before' })
    const body = codec.encodeBody(sample(1))
    expect(reader.decodeAt(body, 0)).toEqual(sample(1))
    expect(() => reader.decodeAt(body.subarray(0, 5), 0)).toThrow('bytes end too early')
    expect(() => codec.readerOf('string')).toThrow(ConfigError)
  })
})

describe('a record batch', () => {
  const decode = (writer: BatchWriter) =>
    decodeBatch(Buffer.from(writer.bytes(headers)), () => codec)

  test('holds what was appended, whenever its buffer had to grow', () => {
    for (const size of [10, 300, 5_000, 16_350, 40_000]) {
      const writer = new BatchWriter(codec, 1)
      const records = Array.from({ length: 40 }, (_, n) =>
        record(sample(n, { text: 'x'.repeat(size + n) }), `key ${n}`, n),
      )
      for (const one of records) writer.append(one)
      expect(decode(writer), `${size} characters`).toEqual(records)
      expect(batchCount(writer.bytes(headers))).toBe(40)
      expect(batchLastTimeMs(writer.bytes(headers))).toBe(39)
    }
  })

  test('writes values in the Confluent wire format: zero, schema id, body', () => {
    const writer = new BatchWriter(codec, 0x01020304)
    writer.append(record(sample(9)))
    const [stored] = storedRecords(writer.bytes(headers))
    expect([...(stored?.value ?? [])]).toEqual([0, 1, 2, 3, 4, ...codec.encodeBody(sample(9))])
  })

  test('goes on behind a value that did not fit, and begins anew when it is cleared', () => {
    const writer = new BatchWriter(codec, 1)
    writer.append(record(sample(1)))
    expect(() => writer.append(record({ n: 'x' }))).toThrow(PoisonRecordError)
    writer.append(record(sample(2)))
    expect(decode(writer)).toEqual([record(sample(1)), record(sample(2))])
    writer.clear()
    writer.append(record(sample(3)))
    expect(decode(writer)).toEqual([record(sample(3))])
  })

  test('tells its headers, also where its buffer had no room for them', () => {
    for (const size of [0, 16_384 - 12 - 5 - 30, 16_384]) {
      const writer = new BatchWriter(codec, 1)
      writer.append(record(sample(1, { text: 'x'.repeat(size) })))
      writer.append(record(null, null, 5))
      expect(batchHeaders(writer.bytes(headers))).toEqual(headers)
    }
  })

  test('tells the paths of those records that have one', () => {
    const writer = new BatchWriter(codec, 1)
    const path = [1, '.bars.v1', 0, 0, 0, 2]
    const records = [record(sample(1)), { ...record(sample(2)), path }, record(null, null, 5)]
    for (const one of records) writer.append(one)
    expect(decode(writer)).toEqual(records)
    expect(batchHeaders(writer.bytes(headers))).toEqual(headers)
    writer.clear()
    writer.append(record(sample(3)))
    expect(decode(writer)).toEqual([record(sample(3))])
  })

  test('has none where it was written before there were any', () => {
    const writer = new BatchWriter(codec, 1)
    writer.append(record(sample(1)))
    const bytes = writer.bytes(headers)
    const before = bytes.subarray(0, bytes.length - JSON.stringify(headers).length)
    expect(batchHeaders(before)).toBeUndefined()
  })

  test('takes keys as long as it can say, and refuses longer ones', () => {
    const writer = new BatchWriter(new AvroCodec('numbers', numbers.schema), 1)
    const longest = 'k'.repeat(65_534)
    writer.append(record(1, longest))
    expect(() => writer.append(record(2, `${longest}k`))).toThrow(PoisonRecordError)
    writer.append(record(3, ''))
    const [first, second] = storedRecords(writer.bytes(headers))
    expect([first?.key, second?.key]).toEqual([longest, ''])
  })
})
