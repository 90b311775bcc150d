import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../log/digest.ts'
import type { Log } from '../log/log.ts'
import { MemoryLog } from '../log/memory.ts'
import { engineOf, oneStage, recordsOf } from '../testing/engine-of.ts'
import { item, listedSource, numberTopic } from '../testing/listed-source.ts'
import { toyRandom } from '../testing/toy-market.ts'
import { type DeadLetter, deadLetters } from './dead-letter.ts'
import { ConfigError, StorageError } from './errors.ts'
import type { Message } from './message.ts'
import { defineOperator } from './operator.ts'
import { definePipeline, type Pipeline } from './pipeline.ts'
import { defineTopology } from './topology.ts'

const numbers = numberTopic('numbers')
const sums = numberTopic('sums')
const commands = numberTopic('commands', { partitioning: 'global' })
const originMs = Date.UTC(2025, 0, 1)

/** Adds up per key, gives the sum, and a minute later its negative; thirteens and sums of 26 throw. */
const summing = definePipeline({
  id: 'summing',
  build({ from, to }) {
    from(numbers).pipe(
      map((message: Message<number>) => {
        if (message.value === 17) throw new RangeError('17')
        return message
      }),
      defineOperator<number, number, number>({
        id: 'sum',
        version: 1,
        onRecord(value, context) {
          const sum = (context.store.get() ?? 0) + value
          context.store.put(sum)
          context.count('records')
          context.emit(sum)
          context.wakeAt(context.timeMs + 60_000)
          if (value === 13) throw new RangeError('13')
        },
        onTimer(_slot, context) {
          const sum = context.store.get() ?? 0
          context.emit(-sum)
          if (sum % 5 === 0) throw new RangeError(`timer at ${sum}`)
        },
      }),
      to(sums),
    )
  },
})

function randomItems(seed: number, length: number): ReturnType<typeof item>[] {
  const random = toyRandom(seed)
  let timeMs = originMs
  return Array.from({ length }, () => {
    timeMs += Math.floor(random() * random() * 90_000)
    return item(numbers, `K${Math.floor(random() * 5)}`, Math.floor(random() * 20), timeMs)
  })
}

function told(log: Log): unknown {
  const buried = recordsOf(log, deadLetters).map(({ key, value, timeMs }) => {
    const { operator, reason, payload } = value as DeadLetter
    return `${key} @${timeMs} ${operator} ${payload.toString()}: ${reason}`
  })
  return { sums: digestOf(log, sums), buried: buried.sort() }
}

describe('an engine', () => {
  const topology = oneStage(numbers, [sums], summing)
  const countsOf = (engine: ReturnType<typeof engineOf>): number =>
    engine.tasks.reduce((sum, { graph }) => sum + (graph.counts.get('sum.records') ?? 0), 0)

  test('buries the same and goes on with the same, for any batch, commit and partition count', async () => {
    for (let seed = 1; seed <= 4; seed++) {
      const source = () => listedSource({ topics: [numbers], items: randomItems(seed, 150) })
      let expected: unknown
      for (const partitions of [1, 3]) {
        for (const [batch, commitEvents] of [
          [1, 1],
          [7, 20],
          [1_000, 100_000],
        ] as const) {
          const engine = engineOf({ topology, source: source(), partitions, batch, commitEvents })
          await engine.run()
          expected ??= told(engine.log)
          const how = `seed ${seed}, ${partitions} partitions, batch ${batch}, commit ${commitEvents}`
          expect(told(engine.log), how).toEqual(expected)
          const buried = recordsOf(engine.log, deadLetters)
          expect(engine.aborts, how).toBe(buried.length)
          expect(buried.length, how).toBeGreaterThan(10)
        }
      }
    }
  })

  test('counts what was done once, over failures, a stop and a start', async () => {
    const items = randomItems(9, 120)
    const source = listedSource({ topics: [numbers], items })
    const whole = engineOf({ topology, source })
    await whole.run()
    const log = new MemoryLog({ topics: topology.topics, partitions: 2, roundtrip: true })
    let turns = 0
    const first = engineOf({
      topology,
      source,
      log,
      batch: 5,
      onTurn: (engine) => {
        if (++turns === 20) engine.stop()
      },
    })
    await first.run()
    expect(first.stopped).toBe(true)
    expect(first.ingest.takenItems()).toBeLessThan(items.length)
    const second = engineOf({ topology, source, log })
    await second.run()
    expect(told(log)).toEqual(told(whole.log))
    expect(countsOf(second)).toBe(countsOf(whole))
    expect(second.ingest.takenItems()).toBe(items.length)
  })

  test('gets through a batch in which every record fails', async () => {
    const items = Array.from({ length: 1_500 }, (_, at) => item(numbers, 'K', 13, originMs + at))
    const source = listedSource({ topics: [numbers], items, together: 1_500 })
    const engine = engineOf({ topology, source, batch: 1_000, commitEvents: 100_000 })
    await engine.run()
    expect(recordsOf(engine.log, deadLetters)).toHaveLength(1_500)
    expect(recordsOf(engine.log, sums)).toEqual([])
  })

  test('reaches the end when the last timer fails, which only the closing heartbeat made due', async () => {
    const source = listedSource({
      topics: [numbers],
      items: [item(numbers, 'K', 5, originMs - 57_000)],
    })
    const engine = engineOf({ topology, source, commitEvents: 100_000 })
    await engine.run()
    expect(recordsOf(engine.log, sums).map(({ value }) => value)).toEqual([5])
    expect(recordsOf(engine.log, deadLetters)).toHaveLength(1)
    expect(engine.watermarkMs()).toBe(originMs + 4_000 - 1)
  })

  test('buries under the step that made it what does not fit its topic', async () => {
    const wrong: Pipeline = definePipeline({
      id: 'wrong',
      build({ from, to }) {
        from(numbers).pipe(
          map((message: Message<number>) =>
            message.value === 2 ? { ...message, value: 'two' as never } : message,
          ),
          to(sums),
        )
      },
    })
    const wired = oneStage(numbers, [sums], wrong)
    const log = new MemoryLog({ topics: wired.topics, partitions: 2, roundtrip: true })
    const items = [1, 2, 3].map((value) => item(numbers, 'K', value, originMs + value))
    await engineOf({
      topology: wired,
      source: listedSource({ topics: [numbers], items }),
      log,
    }).run()
    expect(recordsOf(log, sums).map(({ value }) => value)).toEqual([1, 3])
    expect(
      recordsOf(log, deadLetters).map(({ value }) => (value as DeadLetter).payload.toString()),
    ).toEqual(['2'])
  })

  test('gives a record of a delayed input the time at which it takes effect', async () => {
    const later = numberTopic('later')
    const passing = definePipeline({
      id: 'passing',
      build({ from, to }) {
        from(later).pipe(
          map((message: Message<number>) => ({ ...message, value: -message.value })),
          to(sums),
        )
      },
    })
    const wired = defineTopology(
      [
        {
          id: 'stage',
          partitioning: 'key',
          inputs: [
            { topic: numbers, from: 'source', delayMs: 0, rank: 0 },
            { topic: later, from: 'source', delayMs: 2_000, rank: 1 },
          ],
          feedback: [],
          pipelines: [summing, passing],
          merge: 'stream',
          timerRank: 0,
        },
      ],
      [numbers, later, sums],
    )
    const items = [
      item(later, 'K', 1, originMs),
      item(numbers, 'K', 2, originMs + 1_999),
      item(numbers, 'K', 3, originMs + 2_000),
      item(numbers, 'K', 4, originMs + 2_001),
    ]
    const source = listedSource({ topics: [numbers, later], items })
    const engine = engineOf({ topology: wired, source })
    await engine.run()
    const given = recordsOf(engine.log, sums).slice(0, 4)
    expect(given.map(({ value, timeMs }) => [value, timeMs - originMs])).toEqual([
      [2, 1_999],
      [5, 2_000],
      [-1, 2_000],
      [9, 2_001],
    ])
  })

  test('gives every partition the time of a writer that has one task', async () => {
    const spread = definePipeline({
      id: 'spread',
      build({ from, to }) {
        from(commands).pipe(
          defineOperator<number, number, never>({
            id: 'spread',
            version: 1,
            onRecord(value, context) {
              for (const key of ['A', 'B', 'C', 'D', 'E']) context.emit(value, key)
            },
          }),
          to(numbers),
        )
      },
    })
    const stage = { feedback: [], timerRank: 0 } as const
    const wired = defineTopology(
      [
        {
          ...stage,
          id: 'one',
          partitioning: 'global',
          merge: 'instant',
          inputs: [{ topic: commands, from: 'source', delayMs: 0, rank: 0 }],
          pipelines: [spread],
        },
        {
          ...stage,
          id: 'many',
          partitioning: 'key',
          merge: 'stream',
          inputs: [{ topic: numbers, from: { subTopology: 'one' }, delayMs: 0, rank: 0 }],
          pipelines: [summing],
        },
      ],
      [commands, numbers, sums],
    )
    const items = [1, 2].map((value) => item(commands, 'all', value, originMs + value * 100_000))
    const source = listedSource({ topics: [commands], items })
    const engine = engineOf({ topology: wired, source, partitions: 4 })
    await engine.run()
    expect(recordsOf(engine.log, sums)).toHaveLength(15)
  })

  test('answers a command when its record is committed, and refuses one before time began', async () => {
    const source = listedSource({ topics: [numbers], items: randomItems(2, 30) })
    const wired = oneStage(numbers, [sums, commands], summing)
    const injected: Promise<unknown>[] = []
    let turns = 0
    const engine = engineOf({
      topology: wired,
      source,
      commandTopics: [commands],
      onTurn: (running) => {
        if (turns === 0 || turns === 5)
          injected.push(running.inject(commands, 'who', turns).catch(String))
        turns++
      },
    })
    await engine.run()
    const [refused, stampMs] = await Promise.all(injected)
    expect(refused).toMatch('this folder has no time yet')
    expect(recordsOf(engine.log, commands)).toEqual([{ key: 'who', value: 5, timeMs: stampMs }])
  })

  test('ends with a commit that fails under a command, and tells the one who gave it', async () => {
    const source = listedSource({ topics: [numbers], items: randomItems(2, 30) })
    const wired = oneStage(numbers, [sums, commands], summing)
    const log = new MemoryLog({ topics: wired.topics, partitions: 2 })
    let answer: Promise<unknown> | undefined
    let turns = 0
    const engine = engineOf({
      topology: wired,
      source,
      log,
      commandTopics: [commands],
      onTurn: (running) => {
        if (turns++ !== 5) return
        answer = running.inject(commands, 'who', 1).catch(String)
        log.commit = () => {
          throw new StorageError('the disk is full')
        }
      },
    })
    await expect(engine.run()).rejects.toThrow('the disk is full')
    expect(await answer).toBe('StorageError: the disk is full')
  })

  test('refuses commands that come when it stops, and when it has', async () => {
    const source = listedSource({ topics: [numbers], items: randomItems(2, 30) })
    const wired = oneStage(numbers, [sums, commands], summing)
    let answer: Promise<unknown> | undefined
    const engine = engineOf({
      topology: wired,
      source,
      commandTopics: [commands],
      onTurn: (running) => {
        answer = running.inject(commands, 'who', 1).catch(String)
        running.stop()
      },
    })
    await engine.run()
    expect(await answer).toMatch('the engine has stopped')
    await expect(engine.inject(commands, 'who', 1)).rejects.toThrow('the engine has stopped')
  })

  test('lets its source close what it holds open, when it is stopped and when it fails', async () => {
    for (const end of ['stop', 'fail'] as const) {
      const listed = listedSource({ topics: [numbers], items: randomItems(2, 30) })
      let closed = false
      const source = {
        ...listed,
        async *read(counts: readonly number[]) {
          try {
            yield* listed.read(counts, {})
          } finally {
            closed = true
          }
        },
      }
      let turns = 0
      const engine = engineOf({
        topology,
        source,
        onTurn: (running) => {
          if (turns++ < 4) return
          if (end === 'fail') throw new RangeError('failed')
          running.stop()
        },
      })
      await engine.run().catch((error) => expect(String(error)).toBe('RangeError: failed'))
      await new Promise((resolve) => setImmediate(resolve))
      expect(closed, end).toBe(true)
    }
  })

  test('refuses limits that are none', () => {
    const source = listedSource({ topics: [numbers], items: [] })
    for (const wrong of [{ batch: 0 }, { commitEvents: 0.5 }, { partitions: -1 }])
      expect(() => engineOf({ topology, source, ...wrong })).toThrow(ConfigError)
  })

  test('ends at once, without time, when its source is empty', async () => {
    const engine = engineOf({ topology, source: listedSource({ topics: [numbers], items: [] }) })
    await engine.run()
    expect(engine.ingest.clockMs).toBe(Number.NEGATIVE_INFINITY)
    expect(engine.ingest.done).toBe(true)
  })
})
