import { describe, expect, test } from 'vitest'
import type { MemoryLog } from '../log/memory.ts'
import { recordsOf, testIngest } from '../testing/engine-of.ts'
import {
  dayMs,
  everything,
  ingestOf,
  keys,
  klines,
  logOf,
  minuteMs,
  newLog,
  partitions,
  sourceOf,
  stamps,
  t0,
  takeAll,
  tick,
  ticks,
} from '../testing/ingest-run.ts'
import { item } from '../testing/listed-source.ts'
import { ConfigError } from './errors.ts'
import { Ingest } from './ingest.ts'
import type { SourceItem } from './source.ts'

describe('a restart', () => {
  const items: readonly SourceItem[] = [
    tick(0),
    tick(20_000, 1, keys[1]),
    { kind: 'beat', clockMs: t0 + 61_000 },
    item(klines, keys[2], 2, t0 + 59_000),
    item(ticks, keys[0], 3, 0),
    tick(125_000, 4, keys[2]),
    tick(30 * dayMs, 5),
    tick(124_000, 6),
    tick(190_000, 7, keys[1]),
    tick(190_000, 8, keys[0]),
  ]

  test('from any position gives the same log', async () => {
    const expected = everything(await logOf(items))
    for (let at = 0; at <= items.length + 2; at++) {
      const log = newLog()
      const first = ingestOf(sourceOf(items), log)
      for (let turn = 0; turn < at; turn++) if (await first.load()) first.step(1)
      log.commit([first.position()])
      const second = ingestOf(sourceOf(items), log)
      await takeAll(second)
      expect(everything(log), `after ${at} turns`).toEqual(expected)
      expect(second.takenItems()).toBe(items.length - 1)
    }
  })

  test('by an abort at any place, with any commit before, gives the same log', async () => {
    const expected = everything(await logOf(items))
    for (let commitAt = 0; commitAt < items.length; commitAt++) {
      for (let abortAt = commitAt; abortAt <= items.length + 2; abortAt++) {
        const log = newLog()
        const first = ingestOf(sourceOf(items), log)
        for (let turn = 0; turn < abortAt; turn++) {
          if (await first.load()) first.step(1)
          if (turn !== commitAt) continue
          log.commit([first.position()])
          first.committed()
        }
        log.abort()
        const again = first.rewound()
        await takeAll(again)
        expect(everything(log), `commit ${commitAt}, abort ${abortAt}`).toEqual(expected)
        expect([again.records, again.rejects]).toEqual([7, 2])
      }
    }
  })

  test('knows that its source was finished', async () => {
    const log = newLog()
    const first = ingestOf(sourceOf(items), log)
    await takeAll(first)
    log.commit([first.position()])
    const before = everything(log)
    const second = ingestOf(sourceOf(items), log)
    expect(second.done).toBe(true)
    await takeAll(second)
    expect(everything(log)).toEqual(before)
  })
})

describe('what a run begins with', () => {
  const openings = [{ topic: klines, key: keys[0], value: 99 }]
  const opened = (log: MemoryLog): readonly [unknown, number][] =>
    recordsOf(log, klines).map(({ value, timeMs }) => [value, timeMs - t0])
  const openingIngest = (log: MemoryLog, ...items: SourceItem[]): Ingest =>
    new Ingest(sourceOf(items), log, { ...testIngest, partitions }, [], openings)

  test('is written once, at the time of the first record and before it', async () => {
    const log = newLog()
    await takeAll(
      openingIngest(log, item(ticks, '', 0, t0), item(klines, keys[0], 1, t0 + 5), tick(9)),
    )
    expect(opened(log)).toEqual([
      [99, 5],
      [1, 5],
    ])
  })

  test('is written again after an abort that undid it, and not after one that did not', async () => {
    const log = newLog()
    const first = openingIngest(log, tick(0), tick(1))
    await first.load()
    first.step(1)
    log.abort()
    const second = first.rewound()
    second.step(1)
    log.commit([second.position()])
    second.committed()
    second.step(1)
    log.abort()
    await takeAll(second.rewound())
    expect(opened(log)).toEqual([[99, 0]])
    expect(stamps(log)).toHaveLength(2)
  })
})

describe('another source', () => {
  async function used(): Promise<MemoryLog> {
    const log = newLog()
    const ingest = ingestOf(sourceOf([tick(0), tick(1_000)]), log)
    await takeAll(ingest)
    log.commit([ingest.position()])
    return log
  }

  test('of another kind is refused', async () => {
    const log = await used()
    expect(() => ingestOf(sourceOf([], { kind: 'live' }), log)).toThrow(ConfigError)
    expect(() => ingestOf(sourceOf([], { kind: 'live' }), log)).toThrow(
      'this data belongs to a list source and cannot take a live one',
    )
  })

  test('that begins before the clock is refused, a later one goes on', async () => {
    const log = await used()
    const from = (afterMs: number) =>
      ingestOf(
        sourceOf([tick(afterMs, 9)], { id: `from ${afterMs}`, firstEventMs: t0 + afterMs }),
        log,
      )
    expect(() => from(500)).toThrow('time does not run backwards')
    await takeAll(from(minuteMs + 4_000))
    expect(stamps(log).at(-1)).toEqual([1_000, 1_000])
    expect(stamps(log)).toContainEqual([9, minuteMs + 4_000])
  })

  test('does not make the first one forget how far it was read', async () => {
    const log = await used()
    const other = ingestOf(sourceOf([tick(dayMs, 9)], { id: 'other' }), log)
    await takeAll(other)
    log.commit([other.position()])
    expect(ingestOf(sourceOf([]), log).takenItems()).toBe(2)
  })
})

describe('a command', () => {
  test('enters at the present clock, once there is one', async () => {
    const log = newLog()
    const ingest = ingestOf(sourceOf([tick(0), tick(500)]), log)
    expect(() => ingest.inject(ticks, keys[0], 1)).toThrow('this folder has no time yet')
    await takeAll(ingest)
    expect(ingest.inject(ticks, keys[0], 77)).toBe(t0 + minuteMs + 4_000)
    expect(stamps(log)).toContainEqual([77, minuteMs + 4_000])
  })
})
