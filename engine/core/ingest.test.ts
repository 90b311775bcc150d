import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recordsOf, testIngest } from '../testing/engine-of.ts'
import {
  beats,
  buried,
  dayMs,
  ingestOf,
  keys,
  klines,
  logOf,
  minuteMs,
  newLog,
  partitionRecords,
  partitions,
  sourceOf,
  stamps,
  t0,
  takeAll,
  tick,
  ticks,
  topics,
} from '../testing/ingest-run.ts'
import { item } from '../testing/listed-source.ts'
import { type DeadLetter, deadLetters } from './dead-letter.ts'
import { Ingest } from './ingest.ts'
import type { SourceItem } from './source.ts'

describe('the source clock', () => {
  test('is the running maximum over all keys, and never falls in any partition', () => {
    const event = fc.record({
      afterMs: fc.integer({ min: 0, max: 300_000 }),
      key: fc.constantFrom(...keys),
      kline: fc.boolean(),
    })
    return fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 50 }),
        fc.integer({ min: 1, max: 9 }),
        async (events, step) => {
          const log = newLog()
          const items = events.map(({ afterMs, key, kline }, at) =>
            item(kline ? klines : ticks, key, at, t0 + afterMs),
          )
          await takeAll(ingestOf(sourceOf(items), log), step)
          let clockMs = 0
          const expected = events.map(({ afterMs }) => {
            clockMs = Math.max(clockMs, t0 + afterMs)
            return clockMs
          })
          for (const { value, timeMs } of [...recordsOf(log, ticks), ...recordsOf(log, klines)])
            expect(timeMs).toBe(expected[value as number])
          for (const topic of topics) {
            for (let partition = 0; partition < partitions; partition++) {
              const times = partitionRecords(log, partition, topic).map(({ timeMs }) => timeMs)
              expect(times).toEqual([...times].sort((a, b) => a - b))
            }
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('is moved by a beat of the source, which is no record', async () => {
    const log = await logOf([tick(0), { kind: 'beat', clockMs: t0 + 5_000 }, tick(1_000)])
    expect(stamps(log)).toEqual([
      [0, 0],
      [1_000, 5_000],
    ])
  })
})

describe('a time that cannot be', () => {
  const cases: readonly [string, readonly SourceItem[], readonly string[]][] = [
    ['zero', [tick(0), item(ticks, keys[0], 'zero', 0), tick(1)], ['zero']],
    ['in seconds', [tick(0), item(ticks, keys[0], 'seconds', t0 / 1_000), tick(1)], ['seconds']],
    ['in microseconds', [tick(0), item(ticks, keys[0], 'micro', t0 * 1_000), tick(1)], ['micro']],
    ['no number', [tick(0), item(ticks, keys[0], 'nan', Number.NaN), tick(1)], ['nan']],
    ['half a millisecond', [tick(0), item(ticks, keys[0], 'half', t0 + 0.5), tick(1)], ['half']],
    [
      'microseconds, at the very beginning',
      [item(ticks, keys[0], 'micro', t0 * 1_000), tick(0), tick(1)],
      ['micro'],
    ],
    [
      'a far leap that the next record does not follow',
      [tick(0), tick(9 * dayMs, 'leap'), tick(1)],
      ['leap'],
    ],
    ['a far leap with nothing behind it', [tick(0), tick(1), tick(9 * dayMs, 'leap')], ['leap']],
    ['a far leap at the very beginning', [tick(9 * dayMs, 'leap'), tick(0), tick(1)], ['leap']],
    [
      'a far leap that only another impossible time follows',
      [tick(0), tick(9 * dayMs, 'leap'), item(ticks, keys[0], 'micro', t0 * 1_000), tick(1)],
      ['leap', 'micro'],
    ],
    [
      'more than five seconds ahead of its receive time',
      [
        tick(0),
        item(ticks, keys[0], 'ahead', t0 + 5_002, t0 + 1),
        item(ticks, keys[0], 1, t0 + 1, t0 - 4_999),
      ],
      ['ahead'],
    ],
  ]
  for (const [name, items, wrong] of cases) {
    test(`(${name}) is a dead letter and leaves the clock alone`, async () => {
      for (const together of [1, 2, 100]) {
        const log = await logOf(items, { together })
        expect(buried(log).sort()).toEqual(
          wrong.map((value) => `implausible-time "${value}"`).sort(),
        )
        expect(stamps(log)).toEqual([
          [0, 0],
          [1, 1],
        ])
      }
    })
  }

  test('is no gap in the data: the next record follows it', async () => {
    const log = await logOf([tick(0), tick(9 * dayMs), tick(9 * dayMs + 1)], { together: 1 })
    expect(buried(log)).toEqual([])
    expect(stamps(log).map(([, afterMs]) => afterMs)).toEqual([0, 9 * dayMs, 9 * dayMs + 1])
  })

  test('is not one because the row behind it cannot be read', async () => {
    const unreadable: SourceItem = {
      kind: 'reject',
      stream: 0,
      key: keys[0],
      rule: 'unreadable',
      reason: 'no columns',
      bytes: Buffer.from([1, 2]),
    }
    for (const together of [1, 100]) {
      const log = await logOf([tick(0), unreadable, tick(1)], { together })
      expect(stamps(log)).toHaveLength(2)
      const [letter] = recordsOf(log, deadLetters).map(({ value }) => value as DeadLetter)
      expect(letter).toMatchObject({
        topic: 'source:listed',
        operator: 'ingest',
        rule: 'unreadable',
        encoding: 'raw',
        payload: Buffer.from([1, 2]),
        offset: 1,
      })
    }
  })

  test('does not keep the only record of a source out', async () => {
    expect(stamps(await logOf([tick(7)]))).toEqual([[7, 7]])
  })
})

describe('a record that cannot be', () => {
  test('has no key, an endless one or one with control characters', async () => {
    const odd = ['', 'x'.repeat(100_000), 'a\u0000b']
    const log = await logOf([tick(0), ...odd.map((key, at) => tick(at, at, key)), tick(1)])
    expect(buried(log).sort()).toEqual([
      'implausible-key 0',
      'implausible-key 1',
      'implausible-key 2',
    ])
    expect(stamps(log)).toHaveLength(2)
  })

  test('does not fit the schema of its topic', async () => {
    const log = await logOf([tick(0), tick(1, 'one'), tick(2)])
    expect(buried(log)).toEqual(['schema "one"'])
    expect(stamps(log)).toHaveLength(2)
    // The partition still learns that time came so far.
    expect(partitionRecords(log, 0).at(-1)?.timeMs).toBe(t0 + 4_000 + minuteMs)
  })

  test('is of a topic that the source does not declare', async () => {
    const ingest = ingestOf(sourceOf([tick(0)], { topics: [klines] }), newLog())
    await expect(takeAll(ingest)).rejects.toThrow(
      "topic 'ticks' is not one of those that the source declares",
    )
  })
})

describe('heartbeats', () => {
  test('tell every partition of every topic when time began', async () => {
    const log = await logOf([tick(30_000)])
    for (const topic of topics) {
      for (let partition = 0; partition < partitions; partition++)
        expect(partitionRecords(log, partition, topic)[0]).toEqual({
          key: null,
          value: null,
          timeMs: t0 + 30_000,
        })
    }
  })

  test('come at each minute that is crossed and at its grace, to the others only', async () => {
    const log = await logOf([
      tick(30_000),
      tick(minuteMs + 1_000),
      tick(minuteMs + 5_000),
      tick(minuteMs + 6_000),
      tick(5 * minuteMs + 100),
      tick(6 * minuteMs + 3_000),
      tick(7 * minuteMs),
    ])
    const closing = 7 * minuteMs + 4_000
    const others = [
      30_000,
      minuteMs,
      minuteMs + 2_001,
      5 * minuteMs,
      6 * minuteMs,
      6 * minuteMs + 2_001,
      7 * minuteMs,
      closing,
    ]
    expect(beats(log, 1)).toEqual(others)
    expect(beats(log, 2)).toEqual(others)
    expect(beats(log, 0, klines)).toEqual(others)
    // Those at which the partition's own stamp already stood are not there twice.
    const times = partitionRecords(log, 0).map(({ key, timeMs }) => `${timeMs} ${key}`)
    expect(new Set(times).size).toBe(times.length)
  })

  test('leave out a partition that has a record of that very time', async () => {
    const log = await logOf([
      tick(0, 0, keys[1]),
      tick(minuteMs, 1, keys[1]),
      tick(minuteMs, 2, keys[2]),
    ])
    expect(beats(log, 1)).toEqual([0, minuteMs, minuteMs + 4_000])
    expect(beats(log, 0)).toEqual([0, minuteMs, minuteMs + 4_000])
  })

  test('are not written where the end is no later than the last stamp', async () => {
    const log = newLog()
    const options = { ...testIngest, closingMs: 0, partitions }
    await takeAll(new Ingest(sourceOf([tick(0), tick(minuteMs)]), log, options))
    for (const partition of [0, 1, 2]) expect(beats(log, partition)).toEqual([0, minuteMs])
  })

  test('close a bounded source at its last minute, and leave a live one open', async () => {
    const items = [tick(0), tick(10 * minuteMs + 1)]
    expect(beats(await logOf(items), 1).at(-1)).toBe(11 * minuteMs + 4_000)
    const live = await logOf(items, { bounded: false })
    expect(beats(live, 1).at(-1)).toBe(10 * minuteMs)
  })
})
