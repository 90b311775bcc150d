import { describe, expect, test } from 'vitest'
import { MemoryLog } from '../log/memory.ts'
import { testDriver } from '../testing/driver.ts'
import { engineOf, oneStage, recordsOf } from '../testing/engine-of.ts'
import { item, listedSource, numberTopic } from '../testing/listed-source.ts'
import { toyRandom } from '../testing/toy-market.ts'
import { type DeadLetter, deadLetters } from './dead-letter.ts'
import { ConfigError } from './errors.ts'
import { mapValue, rekey } from './flat-map.ts'
import { mapAsyncOrdered } from './map-async-ordered.ts'
import type { LogRecord } from './message.ts'
import { defineOperator } from './operator.ts'
import { definePipeline } from './pipeline.ts'

const numbers = numberTopic('numbers')
const answers = numberTopic('answers')
const originMs = Date.UTC(2025, 0, 1)

/** Resolves after some turns of the promise queue: no clock. */
async function turns(count: number): Promise<void> {
  for (let left = count; left > 0; left--) await Promise.resolve()
}

interface Run {
  readonly concurrencyMax: number
  readonly batch?: number
  readonly commitEvents?: number
  readonly seed?: number
  readonly rekeyed?: boolean
  readonly fail?: (value: number) => void
  /** What comes back and is then refused by the next operator. */
  readonly refuse?: (value: number) => boolean
}

/** Doubles numbers outside of the graph, and tells what happened when. */
async function run(items: readonly ReturnType<typeof item>[], options: Run) {
  const { concurrencyMax, batch = 100, commitEvents = 100, seed = 1, fail } = options
  const random = toyRandom(seed)
  const story: string[] = []
  let running = 0
  let runningMost = 0
  const pipeline = definePipeline({
    id: 'ask',
    build({ from, to }) {
      from(numbers).pipe(
        mapValue((value) => {
          story.push(`take ${value}`)
          return value
        }),
        options.rekeyed ? rekey<number>('all') : mapValue((value) => value),
        mapAsyncOrdered(
          'ask',
          async (value: number) => {
            runningMost = Math.max(runningMost, ++running)
            await turns(Math.floor(random() * 20))
            running--
            fail?.(value)
            return 2 * value
          },
          { concurrencyMax },
        ),
        defineOperator<number, number, number>({
          id: 'sum',
          version: 1,
          onRecord(value, context) {
            story.push(`give ${value / 2}`)
            if (options.refuse?.(value / 2)) {
              context.reject('refused', 'why', value / 2)
              return
            }
            const sum = (context.store.get() ?? 0) + value
            context.store.put(sum)
            context.emit(sum)
          },
        }),
        to(answers),
      )
    },
  })
  const topology = oneStage(numbers, [answers], pipeline)
  const log = new MemoryLog({ topics: topology.topics, partitions: 2, roundtrip: true })
  const commit = log.commit.bind(log)
  log.commit = (writers) => {
    expect(running, 'calls under way at a commit').toBe(0)
    commit(writers)
  }
  const source = listedSource({ topics: [numbers], items, together: 1_000 })
  await engineOf({ topology, source, log, batch, commitEvents }).run()
  const buried = recordsOf(log, deadLetters).map(({ value }) => value as DeadLetter)
  return { story, runningMost, given: recordsOf(log, answers), buried }
}

/** Numbers of several keys; most share their time with others. */
function randomItems(seed: number): ReturnType<typeof item>[] {
  const random = toyRandom(seed)
  let timeMs = originMs
  return Array.from({ length: 60 }, (_, at) => {
    if (random() < 0.4) timeMs += 1 + Math.floor(random() * 40_000)
    return item(numbers, `K${Math.floor(random() * 4)}`, at, timeMs)
  })
}

const valuesByKey = (records: readonly LogRecord[]) =>
  records.map(({ key, value, timeMs }) => `${key} ${value} @${timeMs}`).sort()

describe('mapAsyncOrdered', () => {
  test('gives the same as a step that does not wait, however long each call takes', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const items = randomItems(seed)
      const sums = new Map<string, number>()
      const expected = items.map((one) => {
        if (one.kind !== 'record') throw new TypeError('only records')
        const sum = (sums.get(one.key) ?? 0) + 2 * (one.value as number)
        sums.set(one.key, sum)
        return { key: one.key, value: sum, timeMs: one.eventMs }
      })
      for (const [concurrencyMax, batch, commitEvents] of [
        [1, 100, 100],
        [3, 1, 1],
        [3, 100, 7],
        [50, 7, 100],
      ] as const) {
        const { given } = await run(items, { concurrencyMax, batch, commitEvents, seed })
        expect(valuesByKey(given), `seed ${seed}`).toEqual(valuesByKey(expected))
      }
    }
  })

  test('runs as many calls at once as it may, of different keys of one instant', async () => {
    const items = Array.from({ length: 8 }, (_, at) => item(numbers, `K${at}`, at, originMs))
    // Of these keys, partition 0 has more than three.
    expect((await run(items, { concurrencyMax: 3 })).runningMost).toBe(3)
    expect((await run(items, { concurrencyMax: 1 })).runningMost).toBe(1)
  })

  test('takes up no later time and no other record of the key before a call has settled', async () => {
    const later = [0, 1, 2].map((at) => item(numbers, `K${at}`, at, originMs + at))
    const sameKey = [0, 1, 2].map((at) => item(numbers, 'K', at, originMs))
    for (const items of [later, sameKey]) {
      const { story } = await run(items, { concurrencyMax: 10 })
      expect(story.filter((line) => line.startsWith('take'))).toHaveLength(3)
      for (let at = 0; at < story.length; at += 2)
        expect(story[at + 1]).toBe(story[at]?.replace('take', 'give'))
    }
  })

  test('lets nothing run beside a call under another key than its record had', async () => {
    const items = [0, 1, 2].map((at) => item(numbers, `K${at}`, at, originMs))
    const { story } = await run(items, { concurrencyMax: 10, rekeyed: true })
    for (let at = 0; at < story.length; at += 2)
      expect(story[at + 1]).toBe(story[at]?.replace('take', 'give'))
  })

  test('makes a dead letter of the record whose call fails, and goes on', async () => {
    const items = randomItems(3)
    const { given, buried } = await run(items, {
      concurrencyMax: 4,
      fail: (value) => {
        if (value % 20 === 7) throw new RangeError(`no answer to ${value}`)
      },
    })
    expect(
      buried.map(({ operator, payload, reason }) => `${operator} ${payload}: ${reason}`).sort(),
    ).toEqual([
      'ask 27: RangeError: no answer to 27',
      'ask 47: RangeError: no answer to 47',
      'ask 7: RangeError: no answer to 7',
    ])
    expect(given).toHaveLength(57)
  })

  test('names the record behind a dead letter by its own place, not that of the last one', async () => {
    const items = Array.from({ length: 8 }, (_, at) => item(numbers, `K${at}`, at, originMs))
    const placesOf = async (options: Partial<Run>) =>
      (await run(items, { concurrencyMax: 10, ...options })).buried
        .map(({ partition, offset, payload }) => `${payload} at ${partition}/${offset}`)
        .sort()
    const refused = await placesOf({ refuse: () => true })
    const failed = await placesOf({
      fail: () => {
        throw new RangeError('no')
      },
    })
    expect(refused).toHaveLength(8)
    expect(refused).toEqual(failed)
    expect(new Set(refused.map((place) => place.split(' at ')[1])).size).toBe(8)
  })

  test('takes a call that throws at once for one that fails', async () => {
    const pipeline = definePipeline({
      id: 'ask',
      build({ from, to }) {
        const ask = mapAsyncOrdered(
          'ask',
          (value: number): Promise<number> => {
            if (value === 1) throw new RangeError('at once')
            return Promise.resolve(value)
          },
          { concurrencyMax: 1 },
        )
        from(numbers).pipe(ask, to(answers))
      },
    })
    const items = [0, 1, 2].map((at) => item(numbers, 'K', at, originMs + at))
    const source = listedSource({ topics: [numbers], items })
    const engine = engineOf({ topology: oneStage(numbers, [answers], pipeline), source })
    await engine.run()
    expect(recordsOf(engine.log, answers).map(({ value }) => value)).toEqual([0, 2])
    expect(recordsOf(engine.log, deadLetters)).toHaveLength(1)
  })

  test('is refused with nothing at once, with an id that is no name, or where it is tested without an engine', () => {
    const ask = async (value: number) => value
    expect(() => mapAsyncOrdered('ask', ask, { concurrencyMax: 0 })).toThrow(ConfigError)
    expect(() => mapAsyncOrdered('Ask me', ask, { concurrencyMax: 1 })).toThrow(ConfigError)
    const driver = testDriver(['in'], ({ in: input }) => ({
      out: input.pipe(mapAsyncOrdered('ask', ask, { concurrencyMax: 1 })),
    }))
    expect(() => driver.feed('in', 'k', 1, 1)).toThrow('this run is synchronous')
  })
})
