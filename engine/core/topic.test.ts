import { describe, expect, test } from 'vitest'
import { numberTopic } from '../testing/listed-source.ts'
import { contentId } from './identity.ts'
import { partitionOf, partitionsOf } from './topic.ts'

describe('the partition of a key', () => {
  // Hashes of Kafka's own test of its default partitioner, made positive.
  const hashes: readonly [string, number][] = [
    ['21', -973_932_308],
    ['foobar', -790_332_482],
    ['a-little-bit-long-string', -985_981_536],
    ['a-little-bit-longer-string', -1_486_304_829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
    ['abc', 479_470_107],
  ]
  for (const [key, hash] of hashes) {
    test(`of '${key}' is Kafka's`, () => {
      for (const partitions of [2, 3, 7, 1_000, 0x7fff_ffff])
        expect(partitionOf(key, partitions)).toBe((hash & 0x7fff_ffff) % partitions)
    })
  }

  test('is the only one where there is one, and the same when it is asked for again', () => {
    expect(partitionOf('anything', 1)).toBe(0)
    expect(partitionOf('äöü€😀', 16)).toBe(partitionOf('äöü€😀', 16))
  })

  test('spreads symbols over all partitions', () => {
    const seen = new Set(Array.from({ length: 200 }, (_, at) => partitionOf(`S${at}USDT`, 12)))
    expect(seen.size).toBe(12)
  })
})

test('a global topic has one partition, whatever the others have', () => {
  expect(partitionsOf(numberTopic('t', { partitioning: 'global' }), 6)).toBe(1)
  expect(partitionsOf(numberTopic('t'), 6)).toBe(6)
})

describe('the id of a thing', () => {
  test('is told by what it is about, to the letter', () => {
    expect(contentId('vote', 'BTCUSDT', '15m', 5)).toBe(contentId('vote', 'BTCUSDT', '15m', 5))
    const others = [
      contentId('signal', 'BTCUSDT', '15m', 5),
      contentId('vote', 'BTCUSDT', '15m', '5'),
      contentId('vote', 'BTCUSDT15m', 5),
      contentId('vote', 'BTCUSDT', '15m', 50),
    ]
    expect(new Set([...others, contentId('vote', 'BTCUSDT', '15m', 5)]).size).toBe(5)
    expect(others[0]).toMatch(/^[0-9a-f]{32}$/)
  })
})
