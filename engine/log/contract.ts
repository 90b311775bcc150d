import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError, PoisonRecordError, TaskCorruptedError } from '../core/errors.ts'
import { heartbeat, type LogRecord } from '../core/message.ts'
import type { Topic } from '../core/topic.ts'
import { encodeState } from '../state/codec.ts'
import type { StoreEntry } from '../state/store.ts'
import type { Log, WriterCommit } from './log.ts'

/** One place where a log is kept, for one test. */
export interface LogPlace {
  /** Opens the log that is kept here, for a run that is named `the run`. */
  open(topics: readonly Topic<unknown>[], partitions: number): Log
  remove(): void
}

export interface LogUnderTest {
  readonly place: () => LogPlace
  /** Its records are bytes, so that a value which does not fit its schema fails. */
  readonly encodes: boolean
  /** What was committed is there when it is opened again. */
  readonly durable: boolean
}

export interface Sample {
  readonly n: number
  readonly text: string
  readonly maybe: number | null
  readonly bytes: Buffer
}

const topicOf = <T>(name: string, schema: unknown, more: Partial<Topic<T>> = {}): Topic<T> => ({
  name,
  schema,
  partitioning: 'key',
  retention: 'forever',
  digested: true,
  ...more,
})

export const samples = topicOf<Sample>('samples', {
  type: 'record',
  name: 'Sample',
  fields: [
    { name: 'n', type: 'double' },
    { name: 'text', type: 'string' },
    { name: 'maybe', type: ['null', 'double'] },
    { name: 'bytes', type: 'bytes' },
  ],
})
export const numbers = topicOf<number>('numbers', 'double')
const orders = topicOf<number>('orders', 'double', { partitioning: 'global' })
const fleeting = topicOf<number>('fleeting', 'double', { retention: 'none' })

export const sample = (n: number, more: Partial<Sample> = {}): Sample => ({
  n,
  text: `text ${n}`,
  maybe: null,
  bytes: Buffer.from([n % 256]),
  ...more,
})
export const record = (value: unknown, key: string | null = 'k', timeMs = 0): LogRecord =>
  key === null ? heartbeat(timeMs) : { key, value, timeMs }

export function readAll(
  log: Log,
  topic: Topic<unknown>,
  partition = 0,
  from?: number,
): LogRecord[] {
  const all: LogRecord[] = []
  for (let offset = from ?? log.start(topic, partition); ; ) {
    const records = log.read(topic, partition, offset, 1_000)
    if (records.length === 0) return all
    all.push(...records)
    offset += records.length
  }
}

/** What every log has to hold, whatever it is made of. */
export function describeLog(name: string, { place, encodes, durable }: LogUnderTest): void {
  describe(`the ${name} log`, () => {
    let here: LogPlace
    let log: Log
    const open = (topics: readonly Topic<unknown>[] = [samples, numbers, orders, fleeting]): Log =>
      here.open(topics, 3)
    beforeEach(() => {
      here = place()
      log = open()
    })
    afterEach(async () => {
      await log.close()
      here.remove()
    })
    const reopen = async (): Promise<void> => {
      await log.close()
      log = open()
    }
    const commit = (...writers: WriterCommit[]): void => log.commit(writers)

    test('has partitions as its topics say, and does not keep topics without retention', () => {
      expect(log.partitions(numbers)).toBe(3)
      expect(log.partitions(orders)).toBe(1)
      expect(log.topics.map(({ name: topic }) => topic)).toEqual(['samples', 'numbers', 'orders'])
      expect(() => log.end(fleeting, 0)).toThrow(ConfigError)
      expect(() => log.append(numbers, 3, record(1))).toThrow(ConfigError)
      expect(() => open([numbers, { ...numbers }])).toThrow()
    })

    test('gives records back in order, by partition, from any offset on', () => {
      expect([log.start(numbers, 1), log.end(numbers, 1)]).toEqual([0, 0])
      for (let n = 0; n < 10; n++) log.append(numbers, 1, record(n, 'k', n))
      log.append(numbers, 2, record(99, 'l', 5))
      expect(log.end(numbers, 1)).toBe(10)
      expect(readAll(log, numbers, 1).map(({ value }) => value)).toEqual([
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
      ])
      expect(log.read(numbers, 1, 7, 2)).toEqual([record(7, 'k', 7), record(8, 'k', 8)])
      expect(log.read(numbers, 1, 10, 2)).toEqual([])
      expect(readAll(log, numbers, 2)).toEqual([record(99, 'l', 5)])
      expect(readAll(log, numbers, 0)).toEqual([])
    })

    test('keeps keys, times, heartbeats and values exactly', async () => {
      const records = [
        record(sample(1, { maybe: -0, bytes: Buffer.alloc(0) }), '', -1),
        heartbeat(1_735_689_600_123),
        record(sample(Number.NaN, { text: 'ä€😀\u0000', maybe: Number.MIN_VALUE }), 'ключ'),
        record(
          sample(Number.NEGATIVE_INFINITY, { bytes: Buffer.alloc(70_000, 7) }),
          'k'.repeat(300),
        ),
      ]
      for (const one of records) log.append(samples, 0, one)
      expect(readAll(log, samples)).toEqual(records)
      commit()
      if (durable) await reopen()
      const back = readAll(log, samples)
      expect(back).toEqual(records)
      expect(Object.is((back[0]?.value as Partial<Sample> | undefined)?.maybe, -0)).toBe(true)
    })

    test('shows what is not committed to everybody in the commit domain', () => {
      log.append(numbers, 0, record(1))
      commit()
      log.append(numbers, 0, record(2))
      expect(readAll(log, numbers).map(({ value }) => value)).toEqual([1, 2])
      expect(log.end(numbers, 0)).toBe(2)
    })

    test('forgets with an abort what was appended since the commit, and goes on from there', () => {
      log.append(numbers, 0, record(1))
      commit()
      for (let n = 0; n < 10_000; n++) log.append(numbers, 0, record(-1))
      log.append(orders, 0, record(-1))
      log.abort()
      expect([log.end(numbers, 0), log.end(orders, 0)]).toEqual([1, 0])
      log.append(numbers, 0, record(2))
      commit()
      expect(readAll(log, numbers).map(({ value }) => value)).toEqual([1, 2])
    })

    test('commits records, states and positions together', async () => {
      const put = (slot: string, value: unknown) => ({
        store: 's',
        key: 'k',
        slot,
        bytes: encodeState(value),
      })
      const changes = [put('a', 1), put('b', 2)]
      log.append(numbers, 0, record(1))
      commit({ writer: 'w', changes, position: { at: 1 } })
      log.append(numbers, 0, record(2))
      expect(log.restore('w')).toMatchObject({ position: { at: 1 } })
      log.abort()
      if (durable) await reopen()
      expect(log.restore('w')?.position).toEqual({ at: 1 })
      expect([...(log.restore('w')?.state ?? [])]).toEqual(changes)
      expect(log.end(numbers, 0)).toBe(1)
      commit({ writer: 'w', changes: [{ ...put('a', 0), bytes: null }, put('b', 3)], position: 2 })
      if (durable) await reopen()
      expect(log.restore('w')).toEqual({ position: 2, state: [put('b', 3)] })
      expect(log.restore('nobody')).toBeUndefined()
    })

    test('tells beside each record which run wrote it, and what its writers had read', async () => {
      const writers = (to: number): WriterCommit[] => [
        { writer: 'a', reads: { 'in/0': [to - 5, to] }, changes: [], position: to },
        { writer: 'b', reads: { 'in/0': [2, 4], 'in/1': [0, 1] }, changes: [], position: to },
        { writer: 'c', reads: { 'in/2': [0, 9] }, changes: [], position: to },
      ]
      log.append(numbers, 0, record(1), 'a')
      log.append(numbers, 0, record(2), 'b')
      log.append(numbers, 1, record(3))
      expect(log.headers(numbers, 0, 0)).toBeUndefined()
      commit(...writers(5))
      log.append(numbers, 0, record(-1), 'c')
      log.abort()
      log.append(numbers, 0, record(4), 'a')
      commit(...writers(10))
      if (durable) await reopen()
      const both = { run: 'the run', reads: { 'in/0': [0, 5], 'in/1': [0, 1] } }
      expect(log.headers(numbers, 0, 0)).toEqual(both)
      expect(log.headers(numbers, 0, 1)).toEqual(both)
      expect(log.headers(numbers, 0, 2)).toEqual({ run: 'the run', reads: { 'in/0': [5, 10] } })
      expect(log.headers(numbers, 1, 0)).toEqual({ run: 'the run', reads: {} })
      expect(log.headers(numbers, 0, 3)).toBeUndefined()
    })

    test('keeps positions as plain data: infinities, and apart from what they were made of', () => {
      const position = { reachedMs: Number.NEGATIVE_INFINITY, offsets: { a: 1 } }
      commit({ writer: 'w', changes: [], position })
      const back = log.restore('w')?.position as typeof position
      expect(back).toEqual(position)
      back.offsets.a = 2
      expect(log.restore('w')?.position).toEqual(position)
    })

    test('keeps the states of writers, stores, keys and slots apart, however they are named', async () => {
      const names = ['', 'a', 'a.1', 'a.10', 'a\u0000', 'a\u0000b', '\u0001shared', 'ä', '1', '😀']
      const writers = ['a', 'a.1', 'a.10', 'b'].map((writer) => ({
        writer,
        position: writer,
        changes: names.flatMap((key) =>
          names.map((slot) => ({ store: 's', key, slot, bytes: encodeState([writer, key, slot]) })),
        ),
      }))
      commit(...writers)
      if (durable) await reopen()
      const sorted = (entries: Iterable<StoreEntry>): string[] =>
        [...entries].map((entry) => JSON.stringify(entry)).sort()
      for (const { writer, changes } of writers) {
        const state = log.restore(writer)?.state ?? []
        expect(sorted(state), writer).toEqual(sorted(changes))
      }
    })

    test('goes on from what was committed when it is opened again', async ({ skip }) => {
      skip(!durable, 'gone with the process')
      for (let n = 0; n < 3; n++) log.append(numbers, 1, record(n))
      commit()
      log.append(numbers, 1, record(-1))
      await reopen()
      expect([log.start(numbers, 1), log.end(numbers, 1)]).toEqual([0, 3])
      log.append(numbers, 1, record(3))
      expect(log.read(numbers, 1, 3, 10)).toEqual([record(3)])
      commit()
      await reopen()
      expect(readAll(log, numbers, 1).map(({ value }) => value)).toEqual([0, 1, 2, 3])
    })

    test('refuses a value that does not fit its schema when it is appended, and nothing else', ({
      skip,
    }) => {
      skip(!encodes, 'keeps records by reference')
      log.append(samples, 0, record(sample(1)))
      const wrong = [{ ...sample(2), n: 'two' }, { n: 2 }, null, undefined, 5]
      for (const value of wrong) {
        expect(() => log.append(samples, 0, record(value))).toThrow(PoisonRecordError)
        expect(() => log.append(samples, 0, record(value))).toThrow('samples: a value does not fit')
      }
      log.append(samples, 0, record(sample(3)))
      commit()
      expect(readAll(log, samples).map(({ value }) => (value as Sample).n)).toEqual([1, 3])
    })

    test('keeps records of any size, and many of them, whole', async () => {
      const sizes = Array.from({ length: 600 }, (_, n) => (n % 7 === 0 ? 40 * n : n % 90))
      sizes.forEach((size, n) => {
        log.append(samples, 0, record(sample(n, { text: 'x'.repeat(size) }), `key ${n}`, n))
      })
      commit()
      for (let n = 0; n < 20_000; n++) log.append(numbers, 0, record(n, `key ${n}`, n))
      commit()
      if (durable) await reopen()
      expect(readAll(log, samples)).toEqual(
        sizes.map((size, n) => record(sample(n, { text: 'x'.repeat(size) }), `key ${n}`, n)),
      )
      for (const offset of [0, 1, 4_095, 4_096, 9_999, 19_999])
        expect(log.read(numbers, 0, offset, 1)).toEqual([record(offset, `key ${offset}`, offset)])
    })

    test('keeps with trim what a reader still needs, and says so of what it let go', () => {
      for (let n = 0; n < 30_000; n++) {
        log.append(numbers, 0, record(n, 'k', n))
        if (n % 1_000 === 999) commit()
      }
      log.trim(1e12, () => 12_345)
      const start = log.start(numbers, 0)
      expect(start).toBeLessThanOrEqual(12_345)
      expect(log.read(numbers, 0, 12_345, 1)).toEqual([record(12_345, 'k', 12_345)])
      expect(readAll(log, numbers)).toHaveLength(30_000 - start)
      if (start > 0) expect(() => log.read(numbers, 0, start - 1, 1)).toThrow(TaskCorruptedError)
    })

    test('is the same as a list, whatever is appended, committed, undone and read', async () => {
      const command = fc.oneof(
        { weight: 6, arbitrary: fc.record({ append: fc.integer({ min: 1, max: 40 }) }) },
        { weight: 2, arbitrary: fc.constant('commit' as const) },
        { weight: 1, arbitrary: fc.constant('abort' as const) },
        { weight: 1, arbitrary: fc.constant('reopen' as const) },
      )
      await fc.assert(
        fc.asyncProperty(fc.array(command, { maxLength: 20 }), async (commands) => {
          await log.close()
          here.remove()
          here = place()
          log = open()
          let committed: number[] = []
          let all: number[] = []
          for (const one of commands) {
            if (one === 'commit') {
              commit({ writer: 'w', changes: [], position: all.length })
              committed = all
            } else if (one === 'abort') {
              log.abort()
              all = committed
            } else if (one === 'reopen') {
              if (!durable) continue
              await reopen()
              all = committed
            } else {
              const added = Array.from({ length: one.append }, (_, at) => all.length + at + 0.5)
              for (const n of added) log.append(numbers, 2, record(n, n % 2 < 1 ? 'a' : null, n))
              all = [...all, ...added]
            }
            expect(log.end(numbers, 2)).toBe(all.length)
            expect(readAll(log, numbers, 2).map(({ timeMs }) => timeMs)).toEqual(all)
            const half = Math.floor(all.length / 2)
            expect(log.read(numbers, 2, half, 1)[0]?.timeMs).toBe(all[half])
          }
          expect(log.restore('w')?.position ?? 0).toBe(committed.length)
        }),
        { numRuns: durable ? 25 : 60 },
      )
    })
  })
}
