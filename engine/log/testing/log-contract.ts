import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PoisonRecordError, TaskFencedError } from '../../core/errors.ts'
import { heartbeat, type LogRecord } from '../../core/message.ts'
import type { Topic } from '../../core/topic.ts'
import { encodeState } from '../../state/codec.ts'
import type { StoreChange, StoreEntry } from '../../state/store.ts'
import type { RecordHeaders, WriterCommit, WriterSnapshot } from '../log.ts'
import { numbers, orders, record, type Sample, sample, samples } from './sample-records.ts'

/** Who may write in these tests, by name. */
export const writerNames = ['w', 'a', 'a.1', 'a.10', 'b'] as const
export type WriterName = (typeof writerNames)[number]

/** One writer of a log: a task, or the ingest. */
export interface LogWriter {
  partitions(topic: Topic<unknown>): number
  append(topic: Topic<unknown>, partition: number, record: LogRecord): void
  commit(commit: Omit<WriterCommit, 'writer'>): Promise<void>
  abort(): void
  restore(): WriterSnapshot | undefined
}

/** A record as it is read back, and where it lies. */
export interface ReadRecord {
  readonly offset: number
  readonly record: LogRecord
  headers(): RecordHeaders | undefined
}

/**
 * One place where a log is kept, for one test, by a run that is named `the run`: `samples` and `numbers` in three
 * partitions, `orders` in one.
 */
export interface LogPlace {
  take(writer: WriterName): Promise<LogWriter>
  /** What another process takes that wants the same writer; left out where no other process can. */
  rival?(writer: WriterName): Promise<LogWriter>
  /** What is committed of a partition at or behind an offset, as it is read by somebody who writes nothing. */
  read(topic: Topic<unknown>, partition: number, from?: number): Promise<readonly ReadRecord[]>
  /** As behind the end of a process: writers have to be taken again. */
  reopen(): Promise<void>
  remove(): Promise<void>
}

export interface LogUnderTest {
  readonly place: () => Promise<LogPlace>
  /** Its records are bytes, so that a value which does not fit its schema fails. */
  readonly encodes: boolean
  /** What was committed is there when it is opened again. */
  readonly durable: boolean
  /** How many random histories are tried. */
  readonly histories: number
}

const put = (slot: string, value: unknown, key = 'k') => ({
  store: 's',
  key,
  slot,
  bytes: encodeState(value),
})
const offsetsOf = (read: readonly ReadRecord[]): number[] => read.map(({ offset }) => offset)
const valuesOf = (read: readonly ReadRecord[]): unknown[] =>
  read.map(({ record: { value } }) => value)

/** What is done to a log, one behind the other. */
export const history = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ append: fc.integer({ min: 1, max: 40 }) }) },
    { weight: 2, arbitrary: fc.constant('commit' as const) },
    { weight: 1, arbitrary: fc.constant('abort' as const) },
    { weight: 1, arbitrary: fc.constant('reopen' as const) },
  ),
  { maxLength: 20 },
)

/** What every log holds, whatever it is made of. */
export function describeLog(name: string, log: LogUnderTest): void {
  const { place, encodes, durable, histories } = log
  describe(`the ${name} log`, () => {
    let here: LogPlace
    beforeEach(async () => {
      here = await place()
    })
    afterEach(() => here.remove())

    /** Everything in a partition, once so many records are seen: what was committed may be read a moment later. */
    const seen = async (
      topic: Topic<unknown>,
      partition: number,
      count: number,
    ): Promise<readonly ReadRecord[]> => {
      let read: readonly ReadRecord[] = []
      await vi.waitFor(async () => {
        read = await here.read(topic, partition)
        expect(read).toHaveLength(count)
      }, 10_000)
      return read
    }
    const commit = (
      writer: LogWriter,
      position: unknown,
      changes: readonly StoreChange[] = [],
    ): Promise<void> => writer.commit({ changes, position })
    /** The writer as the next process finds it, where there is anything to find. */
    const again = async (writer: LogWriter, by: WriterName = 'w'): Promise<LogWriter> => {
      if (!durable) return writer
      await here.reopen()
      return here.take(by)
    }

    test('has as many partitions as its topics say', async () => {
      const writer = await here.take('w')
      expect([samples, numbers, orders].map((topic) => writer.partitions(topic))).toEqual([3, 3, 1])
    })

    test('gives records back in order, by partition, from any offset on', async () => {
      const writer = await here.take('w')
      for (const from of [0, 4]) {
        for (let n = from; n < from + 4; n++) writer.append(numbers, 1, record(n, 'k', n))
        if (from === 0) writer.append(numbers, 2, record(99, 'l', 5))
        await commit(writer, from)
      }
      const all = await seen(numbers, 1, 8)
      expect(valuesOf(all)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
      const offsets = offsetsOf(all)
      expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b))
      for (const [at, offset] of offsets.entries())
        expect(offsetsOf(await here.read(numbers, 1, offset))).toEqual(offsets.slice(at))
      expect(valuesOf(await seen(numbers, 2, 1))).toEqual([99])
      expect(await here.read(numbers, 0)).toEqual([])
      expect(await here.read(orders, 0)).toEqual([])
    })

    test('keeps keys, times, heartbeats and values exactly', async () => {
      const records = [
        record(sample(1, { maybe: -0, bytes: Buffer.alloc(0) }), '', -1),
        heartbeat(1_735_689_600_123),
        record(sample(Number.NaN, { text: 'ä€😀\u0000', maybe: Number.MIN_VALUE }), 'ключ', 7),
        record(
          sample(Number.NEGATIVE_INFINITY, { bytes: Buffer.alloc(70_000, 7) }),
          'k'.repeat(300),
        ),
      ]
      const writer = await here.take('w')
      for (const one of records) writer.append(samples, 0, one)
      await commit(writer, 1)
      await again(writer)
      const back = await seen(samples, 0, records.length)
      expect(back.map(({ record: one }) => one)).toEqual(records)
      expect(Object.is((back[0]?.record.value as Partial<Sample> | undefined)?.maybe, -0)).toBe(
        true,
      )
    })

    test('shows nothing of a commit before it, and all of it behind it', async () => {
      const writer = await here.take('w')
      for (let n = 0; n < 500; n++) {
        writer.append(numbers, n % 3, record(n))
        writer.append(orders, 0, record(n))
      }
      const counts = async (): Promise<number[]> => [
        ...(await Promise.all([0, 1, 2].map(async (at) => (await here.read(numbers, at)).length))),
        (await here.read(orders, 0)).length,
      ]
      expect(await counts()).toEqual([0, 0, 0, 0])
      expect(writer.restore()).toBeUndefined()
      const committing = commit(writer, 'here', [put('a', 1)])
      const met: number[][] = []
      await vi.waitFor(async () => {
        met.push(await counts())
        expect(met.at(-1)).toEqual([167, 167, 166, 500])
      }, 10_000)
      await committing
      for (const [at, whole] of [167, 167, 166, 500].entries())
        for (const count of met) expect([0, whole]).toContain(count[at])
      expect(writer.restore()?.position).toBe('here')
    })

    test('forgets with an abort what was appended since the commit, and goes on from there', async () => {
      const writer = await here.take('w')
      writer.append(numbers, 0, record(1))
      await commit(writer, 1, [put('a', 1)])
      for (let n = 0; n < 10_000; n++) writer.append(numbers, 0, record(-1))
      writer.append(orders, 0, record(-1))
      writer.abort()
      expect(writer.restore()).toMatchObject({ position: 1 })
      writer.append(numbers, 0, record(2))
      await commit(writer, 2)
      expect(valuesOf(await seen(numbers, 0, 2))).toEqual([1, 2])
      expect(await here.read(orders, 0)).toEqual([])
    })

    test('commits records, states and positions together', async () => {
      let writer = await here.take('w')
      const changes = [put('a', 1), put('b', 2)]
      writer.append(numbers, 0, record(1))
      await commit(writer, { at: 1 }, changes)
      writer.append(numbers, 0, record(2))
      expect(writer.restore()).toMatchObject({ position: { at: 1 } })
      writer.abort()
      writer = await again(writer)
      expect(writer.restore()?.position).toEqual({ at: 1 })
      expect([...(writer.restore()?.state ?? [])]).toEqual(changes)
      await seen(numbers, 0, 1)
      await commit(writer, 2, [{ ...put('a', 0), bytes: null }, put('b', 3)])
      writer = await again(writer)
      expect(writer.restore()?.position).toBe(2)
      expect([...(writer.restore()?.state ?? [])]).toEqual([put('b', 3)])
      expect((await here.take('b')).restore()).toBeUndefined()
    })

    test('forgets what was not committed when its process ends, and goes on from there', async ({
      skip,
    }) => {
      skip(!durable, 'gone with the process')
      let writer = await here.take('w')
      for (let n = 0; n < 3; n++) writer.append(numbers, 1, record(n))
      await commit(writer, 3)
      writer.append(numbers, 1, record(-1))
      writer = await again(writer)
      expect(writer.restore()?.position).toBe(3)
      writer.append(numbers, 1, record(3))
      await commit(writer, 4)
      await again(writer)
      expect(valuesOf(await seen(numbers, 1, 4))).toEqual([0, 1, 2, 3])
    })

    test('tells beside each record which run wrote it, and what its writer had read', async () => {
      const writer = await here.take('a')
      writer.append(numbers, 0, record(1))
      writer.append(numbers, 0, heartbeat(2))
      await writer.commit({
        reads: { 'in/0': [0, 5], 'in/1': [0, 1] },
        changes: [],
        position: 1,
      })
      writer.append(numbers, 0, record(-1))
      writer.abort()
      writer.append(numbers, 0, record(3))
      await writer.commit({ reads: { 'in/0': [5, 10] }, changes: [], position: 2 })
      writer.append(numbers, 0, record(4))
      await writer.commit({ changes: [], position: 3 })
      await again(writer, 'a')
      const both = { run: 'the run', reads: { 'in/0': [0, 5], 'in/1': [0, 1] } }
      expect((await seen(numbers, 0, 4)).map((read) => read.headers())).toEqual([
        both,
        both,
        { run: 'the run', reads: { 'in/0': [5, 10] } },
        { run: 'the run', reads: {} },
      ])
    })

    test('keeps positions as plain data: infinities, and apart from what they were made of', async () => {
      const writer = await here.take('w')
      const position = { reachedMs: Number.NEGATIVE_INFINITY, offsets: { a: 1 } }
      await commit(writer, position)
      const back = writer.restore()?.position as typeof position
      expect(back).toEqual(position)
      back.offsets.a = 2
      expect(writer.restore()?.position).toEqual(position)
    })

    test('keeps the states of writers, stores, keys and slots apart, however they are named', async () => {
      const names = ['', 'a', 'a.1', 'a.10', 'a\u0000', 'a\u0000b', '\u0001shared', 'ä', '1', '😀']
      const changesOf = (by: WriterName) =>
        names.flatMap((key) =>
          ['s', 's.1'].flatMap((store) =>
            names.map((slot) => ({ ...put(slot, [by, store, slot], key), store })),
          ),
        )
      const writers = ['a', 'a.1', 'a.10', 'b'] as const
      for (const by of writers) await commit(await here.take(by), by, changesOf(by))
      if (durable) await here.reopen()
      const sorted = (entries: Iterable<StoreEntry>): string[] =>
        [...entries].map((entry) => JSON.stringify(entry)).sort()
      for (const by of writers) {
        const saved = (await here.take(by)).restore()
        expect(saved?.position).toBe(by)
        expect(sorted(saved?.state ?? []), by).toEqual(sorted(changesOf(by)))
      }
    })

    test('refuses a value that does not fit its schema when it is appended, and nothing else', async ({
      skip,
    }) => {
      skip(!encodes, 'keeps records by reference')
      const writer = await here.take('w')
      writer.append(samples, 0, record(sample(1)))
      const wrong = [{ ...sample(2), n: 'two' }, { n: 2 }, null, undefined, 5]
      for (const value of wrong) {
        expect(() => writer.append(samples, 0, record(value))).toThrow(PoisonRecordError)
        expect(() => writer.append(samples, 0, record(value))).toThrow(
          'samples: a value does not fit',
        )
      }
      writer.append(samples, 0, record(sample(3)))
      await commit(writer, 1)
      const back = await seen(samples, 0, 2)
      expect(valuesOf(back).map((value) => (value as Sample).n)).toEqual([1, 3])
    })

    test('keeps records of any size, and many of them, whole', async () => {
      const sizes = Array.from({ length: 600 }, (_, n) => (n % 7 === 0 ? 40 * n : n % 90))
      const large = sizes.map((size, n) =>
        record(sample(n, { text: 'x'.repeat(size) }), `key ${n}`, n),
      )
      const many = Array.from({ length: 20_000 }, (_, n) => record(n, `key ${n}`, n))
      const writer = await here.take('w')
      for (const one of large) writer.append(samples, 0, one)
      await commit(writer, 1)
      for (const one of many) writer.append(numbers, 0, one)
      await commit(writer, 2)
      await again(writer)
      const recordsIn = (read: readonly ReadRecord[]) => read.map(({ record: one }) => one)
      expect(recordsIn(await seen(samples, 0, large.length))).toEqual(large)
      expect(recordsIn(await seen(numbers, 0, many.length))).toEqual(many)
    })

    test('lets one of two owners of a writer commit, and tells the other that it has lost it', async ({
      skip,
    }) => {
      if (here.rival === undefined) return skip('no other process can reach it')
      const lost: unknown[] = []
      const orLost = async <T>(trying: Promise<T>): Promise<T | undefined> => {
        try {
          return await trying
        } catch (error) {
          lost.push(error)
          return undefined
        }
      }
      const first = await here.take('w')
      first.append(numbers, 0, record(1))
      await commit(first, 1, [put('a', 1)])
      const rival = await orLost(here.rival('w'))
      if (rival !== undefined) {
        expect(rival.restore()?.position).toBe(1)
        rival.append(numbers, 0, record(2))
        await commit(rival, 2, [put('a', 2)])
      }
      first.append(numbers, 0, record(3))
      await orLost(commit(first, 3, [put('a', 3)]))
      expect(lost).toEqual([expect.any(TaskFencedError)])
      const winner = rival === undefined ? 3 : 2
      await here.reopen()
      const saved = (await here.take('w')).restore()
      expect(saved?.position).toBe(winner)
      expect([...(saved?.state ?? [])]).toEqual([put('a', winner)])
      expect(valuesOf(await seen(numbers, 0, 2))).toEqual([1, winner])
    })

    test('is the same as a list, whatever is appended, committed, undone and read', async () => {
      await fc.assert(
        fc.asyncProperty(history, async (commands) => {
          await here.remove()
          here = await place()
          let writer = await here.take('w')
          let committed: number[] = []
          let all: number[] = []
          for (const one of commands) {
            if (one === 'commit') {
              await commit(writer, all.length)
              committed = all
            } else if (one === 'abort') {
              writer.abort()
              all = committed
            } else if (one === 'reopen') {
              if (!durable) continue
              writer = await again(writer)
              all = committed
            } else {
              const added = Array.from({ length: one.append }, (_, at) => all.length + at)
              for (const n of added)
                writer.append(numbers, 2, record(n + 0.5, n % 2 < 1 ? 'a' : null, n))
              all = [...all, ...added]
            }
            expect(writer.restore()?.position ?? 0).toBe(committed.length)
          }
          const read = await seen(numbers, 2, committed.length)
          expect(read.map(({ record: { timeMs } }) => timeMs)).toEqual(committed)
        }),
        { numRuns: histories },
      )
    })
  })
}
