import { describe, expect, test } from 'vitest'
import { testDriver } from '../testing/driver.ts'
import type { Emitter } from './emitter.ts'
import { ConfigError } from './errors.ts'
import {
  defineJoin,
  defineOperator,
  type OperatorContext,
  type OperatorDefinition,
} from './operator.ts'

type Context = OperatorContext<unknown, unknown>
type Definition = OperatorDefinition<{ record: string }, unknown, unknown>

/** One operator whose records name what it is to do. */
function driverOf(
  commands: { readonly [command: string]: (context: Context) => void },
  more: Partial<Omit<Definition, 'on'>> = {},
) {
  return testDriver(['in'], ({ in: input }) => {
    const stream = input.pipe(
      defineOperator<string, unknown, unknown>({
        id: 'op',
        version: 1,
        ...more,
        onRecord: (command, context) => commands[command]?.(context),
      }),
    )
    return { out: stream, late: (stream as typeof stream & { late: typeof stream }).late }
  })
}

describe('the definition of an operator', () => {
  const on = { record: () => undefined }
  const faults: readonly [string, Definition, string][] = [
    ['an id that is no name', { id: 'Candle 5m', version: 1, on }, "id was 'Candle 5m'"],
    ['an empty id', { id: '', version: 1, on }, "id was ''"],
    ['version 0', { id: 'op', version: 0, on }, 'version was 0; it counts up from 1'],
    ['half a version', { id: 'op', version: 1.5, on }, 'version was 1.5'],
    ['no time to live', { id: 'op', version: 1, ttlMs: 0, on }, 'ttlMs was 0'],
    [
      'an endless time to live',
      { id: 'op', version: 1, ttlMs: Number.POSITIVE_INFINITY, on },
      'ttlMs was Infinity',
    ],
  ]
  for (const [name, definition, message] of faults) {
    test(`refuses ${name}`, () => {
      expect(() => defineJoin(definition)).toThrow(ConfigError)
      expect(() => defineJoin(definition)).toThrow(message)
    })
  }

  test('is of no use outside a pipeline, nor is its late output before it is wired', () => {
    const operator = defineOperator<string, never, never>({ id: 'op', version: 1, onRecord() {} })
    expect(() => operator.late).toThrow('its late output was read before it was wired')
    expect(() => operator(undefined as never)).toThrow("used outside a pipeline's build")
  })

  test('needs a step for each input it is given', () => {
    const wire = () =>
      testDriver(['in'], ({ in: input }) => ({
        out: defineJoin<{ left: never }, never, never>({
          id: 'join',
          version: 1,
          on: { left: () => undefined },
        })({ left: input, right: input } as never),
      }))
    expect(wire).toThrow("operator join: input 'right' has no step")
  })
})

describe('the store of an operator', () => {
  test('has slots per key, in the order of their names, that can be taken and deleted', () => {
    const driver = driverOf({
      fill(context) {
        for (const slot of ['b', 'a', 'c']) context.store.put(`${context.key}${slot}`, slot)
      },
      take: (context) => context.emit([context.store.take('b'), context.store.get('b')]),
      delete: (context) => context.store.delete('c'),
      list: (context) => context.emit(context.store.slots()),
    })
    for (const key of ['k', 'l']) driver.feed('in', key, 'fill', 1)
    for (const command of ['list', 'take', 'delete', 'list']) driver.feed('in', 'k', command, 2)
    driver.crash()
    for (const key of ['k', 'l']) driver.feed('in', key, 'list', 3)
    expect(driver.values('out')).toEqual([
      ['a', 'b', 'c'],
      ['kb', undefined],
      ['a'],
      ['a'],
      ['a', 'b', 'c'],
    ])
  })

  test('refuses undefined', () => {
    const driver = driverOf({ put: (context) => context.store.put(undefined) })
    expect(() => driver.feed('in', 'k', 'put', 1)).toThrow('a state was undefined')
  })

  test('is shared by all keys of the task where it is asked for', () => {
    const driver = driverOf({
      put: (context) => context.shared.put(context.key, 'who'),
      get: (context) => context.emit([context.shared.get('who'), context.store.get('who')]),
    })
    driver.feed('in', 'k', 'put', 1)
    driver.crash()
    driver.feed('in', 'l', 'get', 2)
    expect(driver.values('out')).toEqual([['k', undefined]])
  })

  test('forgets a slot its time to live after its last put, over a crash too', () => {
    const driver = driverOf(
      {
        put: (context) => context.store.put(context.timeMs),
        get: (context) => context.emit(context.store.get() ?? 'gone'),
      },
      { ttlMs: 100 },
    )
    driver.feed('in', 'k', 'put', 1_000)
    driver.feed('in', 'k', 'put', 1_050)
    driver.feed('in', 'k', 'get', 1_149)
    driver.crash()
    driver.feed('in', 'k', 'get', 1_150)
    expect(driver.values('out')).toEqual([1_050, 'gone'])
    expect(driver.state()).toEqual({})
  })

  test('gives a slot that was deleted and put again its whole time to live', () => {
    const driver = driverOf(
      {
        put: (context) => context.store.put('here'),
        delete: (context) => context.store.delete(),
        get: (context) => context.emit(context.store.get() ?? 'gone'),
      },
      { ttlMs: 100 },
    )
    driver.feed('in', 'k', 'put', 1_000)
    driver.feed('in', 'k', 'delete', 1_010)
    driver.feed('in', 'k', 'put', 1_060)
    driver.feed('in', 'k', 'get', 1_159)
    driver.feed('in', 'k', 'get', 1_160)
    expect(driver.values('out')).toEqual(['here', 'gone'])
  })

  test('forgets on time in a sleeping market', () => {
    const driver = driverOf({ put: (context) => context.store.put(1) }, { ttlMs: 100 })
    driver.feed('in', 'k', 'put', 1_000)
    driver.beat(1_100)
    expect(driver.state()).toEqual({})
  })
})

describe('the timers of an operator', () => {
  const onTimer = (slot: string, context: Context): void =>
    context.emit(`${slot || 'unnamed'}@${context.timeMs}`)

  test('fire at their own time, whatever has come since, and before the records of that time', () => {
    const driver = driverOf(
      {
        set: (context) => context.wakeAt(context.timeMs + 10, 'a'),
        record: (context) => context.emit(`record@${context.timeMs}`),
      },
      { onTimer },
    )
    driver.feed('in', 'k', 'set', 100)
    driver.feed('in', 'k', 'record', 110)
    driver.feed('in', 'k', 'set', 200)
    driver.feed('in', 'k', 'record', 5_000)
    expect(driver.values('out')).toEqual(['a@110', 'record@110', 'a@210', 'record@5000'])
    expect(driver.messages('out').map(({ timeMs }) => timeMs)).toEqual([110, 110, 210, 5_000])
  })

  test('move, are cancelled, and never fire earlier than now', () => {
    const driver = driverOf(
      {
        set: (context) => context.wakeAt(300),
        move: (context) => context.wakeAt(200),
        cancel: (context) => context.cancelWake(),
        past: (context) => context.wakeAt(1),
      },
      { onTimer },
    )
    driver.feed('in', 'moved', 'set', 100)
    driver.feed('in', 'moved', 'move', 100)
    driver.feed('in', 'cancelled', 'set', 100)
    driver.feed('in', 'cancelled', 'cancel', 150)
    driver.feed('in', 'past', 'past', 160)
    driver.crash()
    driver.beat(1_000)
    expect(driver.messages('out')).toEqual([
      { key: 'past', value: 'unnamed@160', timeMs: 160 },
      { key: 'moved', value: 'unnamed@200', timeMs: 200 },
    ])
  })

  test('do not fire for another key or another slot', () => {
    const driver = driverOf(
      { a: (context) => context.wakeAt(200, 'a'), b: (context) => context.cancelWake('b') },
      { onTimer },
    )
    driver.feed('in', 'k', 'a', 100)
    driver.feed('in', 'l', 'a', 100)
    driver.feed('in', 'l', 'b', 100)
    driver.beat(200)
    expect(driver.messages('out').map(({ key }) => key)).toEqual(['k', 'l'])
  })

  test('cannot be set for no time at all', () => {
    const driver = driverOf({ set: (context) => context.wakeAt(Number.NaN) })
    expect(() => driver.feed('in', 'k', 'set', 1)).toThrow('a timer was set for NaN')
  })
})

describe('what an operator gives', () => {
  test('may go under another key, and is forwarded or late as the record it was', () => {
    const driver = driverOf({
      emit: (context) => context.emit('new', 'other'),
      forward: (context) => context.forward(),
      late: (context) => context.late(),
    })
    for (const command of ['emit', 'forward', 'late']) driver.feed('in', 'k', command, 5)
    expect(driver.messages('out')).toEqual([
      { key: 'other', value: 'new', timeMs: 5 },
      { key: 'k', value: 'forward', timeMs: 5 },
    ])
    expect(driver.messages('late')).toEqual([{ key: 'k', value: 'late', timeMs: 5 }])
  })

  test('is a dead letter when it rejects: the record at hand, or one kept earlier', () => {
    const driver = driverOf({
      now: (context) => context.reject('rule', 'why'),
      kept: (context) => context.reject('rule', 'why', { kept: 1 }),
    })
    driver.feed('in', 'k', 'now', 5)
    driver.feed('in', 'k', 'kept', 6)
    const letters = driver.deadLetters()
    expect(letters.map(({ payload }) => payload.toString())).toEqual(['"now"', '{"kept":1}'])
    expect(letters[0]).toMatchObject({
      topic: 'in',
      operator: 'op',
      rule: 'rule',
      reason: 'why',
      key: 'k',
      encoding: 'json',
    })
  })

  test('can be rejected in a timer, and whatever it is', () => {
    const circle: { self?: unknown } = {}
    circle.self = circle
    const odd: readonly [unknown, string][] = [
      [undefined, 'null'],
      [Number.NaN, '"NaN"'],
      [{ big: 2n ** 64n }, '{"big":"18446744073709551616"}'],
      [circle, expect.stringContaining('unsayable')],
    ]
    const driver = driverOf(
      {
        set: (context) => context.wakeAt(200),
        odd: (context) => {
          for (const [value] of odd) context.reject('odd', 'why', value)
        },
      },
      { onTimer: (_slot, context) => context.reject('timer', 'why') },
    )
    driver.feed('in', 'k', 'set', 100)
    driver.beat(200)
    driver.feed('in', 'k', 'odd', 300)
    const payloads = driver.deadLetters().map(({ payload }) => payload.toString())
    // `undefined` stands for the record at hand.
    expect(payloads).toEqual(['null', '"odd"', ...odd.slice(1).map(([, said]) => said)])
  })

  test('cannot be forwarded or late in a timer', () => {
    for (const [name, onTimer] of [
      ['forward', (_: string, context: Context) => context.forward()],
      ['late', (_: string, context: Context) => context.late()],
    ] as const) {
      const driver = driverOf({ set: (context) => context.wakeAt(200) }, { onTimer })
      driver.feed('in', 'k', 'set', 100)
      expect(() => driver.beat(200)).toThrow(`${name}() in a timer step`)
    }
  })

  test('is counted by name, over a crash', () => {
    const driver = driverOf({
      one: (context) => context.count('ones'),
      two: (context) => context.count('twos'),
    })
    driver.feed('in', 'k', 'one', 1)
    driver.feed('in', 'k', 'one', 2)
    driver.crash()
    driver.feed('in', 'l', 'one', 3)
    driver.feed('in', 'k', 'two', 4)
    expect(driver.counts()).toEqual({ 'op.ones': 3, 'op.twos': 1 })
  })

  test('may come back to it: key, time and record at hand are then what they were', () => {
    const driver = testDriver(['in'], ({ in: input }) => {
      const stream = defineOperator<number, number, number>({
        id: 'loop',
        version: 1,
        onRecord(value, context) {
          if (value > 0) context.emit(value - 1, `${context.key}!`)
          context.store.put(value)
          context.late()
        },
      })(input)
      // What goes out comes in again, under another key.
      stream.subscribe((message) => (input as Emitter<never>).next(message as never))
      return { out: stream, late: stream.late }
    })
    driver.feed('in', 'k', 2, 9)
    expect(driver.messages('late')).toEqual([
      { key: 'k!!', value: 0, timeMs: 9 },
      { key: 'k!', value: 1, timeMs: 9 },
      { key: 'k', value: 2, timeMs: 9 },
    ])
    expect(driver.state()).toEqual({
      'test.loop.v1/k/': [2],
      'test.loop.v1/k!/': [1],
      'test.loop.v1/k!!/': [0],
    })
  })
})
