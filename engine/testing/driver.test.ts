import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { defineJoin, defineOperator, type OperatorContext } from '../core/operator.ts'
import { testDriver } from './driver.ts'

interface Sum {
  total: number
}

/** Adds numbers up per key; what a step does beside is up to the test. */
function summing(onRecord: (value: number, context: OperatorContext<unknown, Sum>) => void) {
  return testDriver(['in'], ({ in: input }) => ({
    out: input.pipe(defineOperator<number, unknown, Sum>({ id: 'sum', version: 1, onRecord })),
  }))
}

const add = (value: number, context: OperatorContext<unknown, Sum>): void => {
  const sum = context.store.get() ?? { total: 0 }
  sum.total += value
  context.store.put(sum)
  context.emit(sum.total)
}

describe('the driver', () => {
  test('gives outputs as messages at the time of their records', () => {
    const driver = summing(add)
    driver.feed('in', 'a', 1, 1_000)
    driver.feed('in', 'b', 2, 1_000)
    driver.feed('in', 'a', 3, 2_000)
    expect(driver.messages('out')).toEqual([
      { key: 'a', value: 1, timeMs: 1_000 },
      { key: 'b', value: 2, timeMs: 1_000 },
      { key: 'a', value: 4, timeMs: 2_000 },
    ])
    expect(driver.state()).toEqual({
      'test.sum.v1/a/': [{ total: 4 }],
      'test.sum.v1/b/': [{ total: 2 }],
    })
  })

  test('goes on from its saved state after a crash', () => {
    const driver = summing(add)
    driver.feed('in', 'a', 1, 1_000)
    driver.crash()
    driver.feed('in', 'a', 2, 1_000)
    expect(driver.values('out')).toEqual([1, 3])
  })

  test('holds a record back while one of the same time may come on an earlier input', () => {
    const driver = testDriver(['first', 'second'], ({ first, second }) => {
      const join = defineJoin<{ first: string; second: string }, string, never>({
        id: 'order',
        version: 1,
        on: {
          first: (value, context) => context.emit(value),
          second: (value, context) => context.emit(value),
        },
      })
      return { out: join({ first, second }) }
    })
    driver.feed('second', 'k', 'second', 1_000)
    expect(driver.values('out')).toEqual([])
    driver.feed('first', 'k', 'first', 1_000)
    driver.beat(1_001)
    expect(driver.values('out')).toEqual(['first', 'second'])
  })

  test('refuses time that falls, and names of inputs and outputs that there are not', () => {
    const driver = summing(add)
    driver.beat(5_000)
    expect(() => driver.beat(4_999)).toThrow('time was 4999, before 5000: it never falls')
    expect(() => driver.feed('ni', 'a', 1, 6_000)).toThrow("input was 'ni'; there are in")
    expect(() => driver.values('uot')).toThrow("output was 'uot'; there are out")
  })

  const impurities: readonly [string, () => unknown][] = [
    ['Date.now', () => Date.now()],
    ['new Date()', () => new Date()],
    ['Math.random', () => Math.random()],
    ['performance.now', () => performance.now()],
    ['setTimeout', () => setTimeout(() => undefined)],
    ['setInterval', () => setInterval(() => undefined)],
    ['setImmediate', () => setImmediate(() => undefined)],
    ['queueMicrotask', () => queueMicrotask(() => undefined)],
  ]
  for (const [name, impure] of impurities) {
    test(`fails an operator that calls ${name}, also one that catches what it throws`, () => {
      expect(() => summing(impure).feed('in', 'a', 1, 1_000)).toThrow(`${name} was called inside`)
      const catching = summing(() => {
        try {
          impure()
        } catch {
          // Swallowed, as a careless operator might.
        }
      })
      expect(() => catching.feed('in', 'a', 1, 1_000)).toThrow(`${name} was called inside`)
      expect(Number.isFinite(Date.now() + Math.random() + performance.now())).toBe(true)
    })
  }

  test('lets an operator make dates of given times', () => {
    const driver = summing((value, context) => context.emit(new Date(value).toISOString()))
    driver.feed('in', 'a', 0, 1_000)
    expect(driver.values('out')).toEqual(['1970-01-01T00:00:00.000Z'])
  })

  test('fails a factory that looks at the clock when it is wired', () => {
    const wire = () =>
      testDriver(['in'], ({ in: input }) => {
        const startedMs = Date.now()
        return { out: input.pipe(map((message) => ({ ...message, value: startedMs }))) }
      })
    expect(wire).toThrow('Date.now was called inside')
  })

  test('fails an operator that changes a value after it emitted it', () => {
    const driver = summing((value, context) => {
      const sum = context.store.get() ?? { total: 0 }
      sum.total += value
      context.store.put(sum)
      context.emit(sum)
    })
    driver.feed('in', 'a', 1, 1_000)
    expect(() => driver.feed('in', 'a', 1, 2_000)).toThrow(/read only property 'total'/)
  })

  test('fails an operator that changes the record it was given', () => {
    const driver = testDriver(['in'], ({ in: input }) => ({
      out: input.pipe(
        defineOperator<Sum, never, never>({
          id: 'greedy',
          version: 1,
          onRecord(value) {
            value.total = 0
          },
        }),
      ),
    }))
    expect(() => driver.feed('in', 'a', { total: 1 }, 1_000)).toThrow(/read only property 'total'/)
  })

  test('throws what a step throws, unless it is told to bury it', () => {
    const throwing = (value: number): void => {
      if (value < 0) throw new RangeError(`value was ${value}`)
    }
    expect(() => summing(throwing).feed('in', 'a', -1, 1_000)).toThrow('value was -1')
    const driver = testDriver(
      ['in'],
      ({ in: input }) => ({
        out: input.pipe(
          defineOperator<number, never, never>({ id: 'strict', version: 1, onRecord: throwing }),
        ),
      }),
      { buriesThrown: true },
    )
    driver.feed('in', 'a', -1, 1_000)
    expect(driver.deadLetters()).toMatchObject([{ operator: 'strict', rule: 'error', key: 'a' }])
  })
})
