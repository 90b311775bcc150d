import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { heartbeat, type LogRecord } from '../core/message.ts'
import { AvroCodec } from './avro-codec.ts'
import { DigestSum, digestOf } from './digest.ts'
import { MemoryLog } from './memory.ts'
import { numbers, record, sample, samples } from './testing/sample-records.ts'

function sumOf(records: readonly LogRecord[]): DigestSum {
  const sum = new DigestSum()
  for (const one of records) sum.add(samples, one)
  return sum
}

const someRecord = fc
  .record({ n: fc.double(), key: fc.string(), timeMs: fc.integer() })
  .map(({ n, key, timeMs }) => record(sample(n), key, timeMs))
const someRecords = fc.array(someRecord, { maxLength: 12 })

describe('a digest', () => {
  test('does not see order, nor how records are spread', () => {
    fc.assert(
      fc.property(someRecords, fc.nat(5), (records, turn) => {
        const moved = [...records.slice(turn), ...records.slice(0, turn)].reverse()
        expect(sumOf(moved).hex()).toBe(sumOf(records).hex())
      }),
    )
    const spread = (partitions: number) => {
      const log = new MemoryLog({ topics: [samples], partitions })
      for (let n = 0; n < 50; n++) {
        log.append(samples, n % partitions, heartbeat(n))
        log.append(samples, n % partitions, record(sample(n), `k${n}`, n))
      }
      return digestOf(log, samples)
    }
    expect(spread(3)).toEqual(spread(1))
    expect(spread(1)).toMatchObject({ topic: 'samples', records: 50 })
  })

  test('sees any record that is there twice, missing, or other than it was', () => {
    fc.assert(
      fc.property(fc.array(someRecord, { minLength: 1, maxLength: 8 }), (records) => {
        const [first, ...rest] = records as [LogRecord, ...LogRecord[]]
        const expected = sumOf(records).hex()
        for (const other of [
          [...records, first],
          rest,
          [...rest, { ...first, timeMs: first.timeMs + 1 }],
          [...rest, { ...first, key: `${first.key}x` }],
          [...rest, record({ ...sample(0), text: 'another' }, first.key, first.timeMs)],
        ])
          expect(sumOf(other).hex()).not.toBe(expected)
      }),
    )
  })

  test('takes the body without the id of its schema, the key and the time', () => {
    const body = new AvroCodec('samples', samples.schema).encodeBody(sample(7))
    const head = Buffer.alloc(12)
    head.writeInt32BE(1, 0)
    head.writeDoubleBE(123, 4)
    const expected = createHash('sha256').update(head).update('k').update(body).digest('hex')
    expect(sumOf([record(sample(7), 'k', 123)]).hex()).toBe(expected)
    expect(sumOf([heartbeat(5)]).hex()).toBe('0'.repeat(64))
    const plain = new DigestSum()
    plain.add(numbers, record(7, 'k', 123))
    expect(plain.hex()).not.toBe(expected)
  })

  const modulus = 2n ** 256n
  const hexOf = (sum: bigint): string => (sum % modulus).toString(16).padStart(64, '0')

  test('is the sum of the hashes modulo 2^256', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes))
    const great = fc.constant(Buffer.alloc(32, 0xff))
    fc.assert(
      fc.property(fc.array(fc.oneof(hash, great), { maxLength: 40 }), (hashes) => {
        const sum = new DigestSum()
        for (const one of hashes) sum.addHash(one)
        const expected = hashes.reduce(
          (total, one) => total + BigInt(`0x${one.toString('hex')}`),
          0n,
        )
        expect(sum.hex()).toBe(hexOf(expected))
        expect(sum.hex()).toBe(hexOf(expected))
      }),
    )
  })

  test('carries right beyond 2^21 of the greatest hashes', () => {
    const greatest = Buffer.alloc(32, 0xff)
    const count = 2 ** 21 + 12_345
    const sum = new DigestSum()
    for (let at = 0; at < count; at++) sum.addHash(greatest)
    expect(sum.records).toBe(count)
    expect(sum.hex()).toBe(hexOf(BigInt(count) * (modulus - 1n)))
  })
})
