import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError, TaskCorruptedError } from '../../core/errors.ts'
import type { Topic } from '../../core/topic.ts'
import type { Log, WriterCommit } from '../log.ts'
import { type EmbeddedPlace, placeOf } from './embedded-place.ts'
import { describeLog, history } from './log-contract.ts'
import { fleeting, numbers, orders, readAll, record, sample, samples } from './sample-records.ts'

export interface EmbeddedUnderTest {
  readonly place: () => EmbeddedPlace
  /** Its records are bytes, so that a value which does not fit its schema fails. */
  readonly encodes: boolean
  /** What was committed is there when it is opened again. */
  readonly durable: boolean
}

/**
 * What an embedded log holds: the contract of all logs, and what follows from one commit domain, in which all writers
 * share their commits and see what the others have not committed yet.
 */
export function describeEmbeddedLog(name: string, embedded: EmbeddedUnderTest): void {
  const { place, encodes, durable } = embedded
  describeLog(name, {
    place: () => placeOf(place(), durable),
    encodes,
    durable,
    histories: durable ? 15 : 60,
  })
  describe(`the ${name} log as one commit domain`, () => {
    let here: EmbeddedPlace
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

    test('gives as many records as are asked for, from an offset on', () => {
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

    test('shows what is not committed to everybody in the commit domain', () => {
      log.append(numbers, 0, record(1))
      commit()
      log.append(numbers, 0, record(2))
      expect(readAll(log, numbers).map(({ value }) => value)).toEqual([1, 2])
      expect(log.end(numbers, 0)).toBe(2)
      const exact = record(sample(Number.NaN, { maybe: -0 }), '', -1.5)
      log.append(samples, 0, exact)
      expect(readAll(log, samples)).toEqual([exact])
    })

    test('forgets with an abort what all writers appended since the commit', () => {
      log.append(numbers, 0, record(1))
      commit()
      for (let n = 0; n < 10_000; n++) log.append(numbers, 0, record(-1))
      log.append(orders, 0, record(-1), 'another')
      log.abort()
      expect([log.end(numbers, 0), log.end(orders, 0)]).toEqual([1, 0])
      log.append(numbers, 0, record(2))
      commit()
      expect(readAll(log, numbers).map(({ value }) => value)).toEqual([1, 2])
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

    test('gives any one of many records by its offset', async () => {
      for (let n = 0; n < 20_000; n++) log.append(numbers, 0, record(n, `key ${n}`, n))
      commit()
      if (durable) await reopen()
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
      await fc.assert(
        fc.asyncProperty(history, async (commands) => {
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
