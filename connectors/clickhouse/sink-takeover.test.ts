import type { ClickHouseClient } from '@clickhouse/client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { TaskFencedError } from '../../engine/core/errors.ts'
import type { Intent, Intents, WrittenPlace } from './intents.ts'
import { topicNamed } from './testing/data-folder.ts'
import { SinkBench, ticks } from './testing/sink-bench.ts'

/** Of one task: whoever takes it fences the one before. */
class TaskOfOne {
  readonly kept = new Map<string, Intent>()
  readonly announced: string[][] = []
  written: readonly WrittenPlace[] = []
  private owner = 0

  take(): Intents {
    this.owner++
    const mine = this.owner
    const before = new Map(this.kept)
    return {
      last: (place) => before.get(place),
      announce: async (intents, written) => {
        if (mine !== this.owner) throw new TaskFencedError('another has the task')
        for (const [place, intent] of intents) this.kept.set(place, intent)
        if (intents.size > 0) this.announced.push([...intents.keys()])
        this.written = written
      },
    }
  }
}

let bench: SinkBench
let task: TaskOfOne

beforeAll(async () => {
  bench = await SinkBench.open()
})
afterAll(() => bench.close())
beforeEach(async () => {
  await bench.clear()
  task = new TaskOfOne()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Remembers the tokens of what is inserted into ticks; under `dead` nothing comes to be. */
function noting(tokens: string[], dead?: string): ClickHouseClient {
  return bench.through((send, query) => {
    const [, token = ''] = /'(ticks\/[^']*)'/.exec(query) ?? []
    tokens.push(token)
    return token === dead ? bench.database.client.exec({ query: 'SELECT 1' }) : send()
  })
}

/** A way on which the insert number `nth` into ticks stands still until it is let go. */
function holding(nth: number): { client: ClickHouseClient; held: Promise<void>; letGo(): void } {
  let reached = (): void => {}
  let letGo = (): void => {}
  const held = new Promise<void>((resolve) => {
    reached = resolve
  })
  const free = new Promise<void>((resolve) => {
    letGo = resolve
  })
  let count = 0
  const client = bench.through(async (send) => {
    count++
    if (count === nth) {
      reached()
      await free
    }
    return send()
  })
  return { client, held, letGo }
}

test('who was replaced in the middle of an insert writes nothing twice and begins no other', async () => {
  bench.append(400)
  const { client, held, letGo } = holding(2)
  const zombie = await bench.run({ client, rowsMax: 50, intents: task.take() })
  const fenced = expect(zombie.ended).rejects.toThrow('another has the task')
  await held
  const heir = await bench.run({ rowsMax: 70, intents: task.take() })
  await heir.sink.sync()
  letGo()
  await fenced
  await heir.stop()
  await bench.expectTablesAreLog()
})

test('does what was announced last again, as it was and under its token, before anything else', async () => {
  bench.append(50)
  const { client, held, letGo } = holding(1)
  const zombie = await bench.run({ client, rowsMax: 50, intents: task.take() })
  const fenced = expect(zombie.ended).rejects.toThrow('another has the task')
  await held
  bench.append(30)
  const tokens: string[] = []
  const heir = await bench.run({ client: noting(tokens), rowsMax: 20, intents: task.take() })
  await heir.sink.sync()
  expect(tokens).toEqual(['ticks/0/0/0', 'ticks/0/50/0', 'ticks/0/70/0'])
  letGo()
  await fenced
  await heir.stop()
  await bench.expectTablesAreLog()
})

test('goes on from the salt that was announced where a token was used up for nothing', async () => {
  bench.append(50)
  task.kept.set('ticks/0', { from: 0, end: 30, firstRow: 0, salt: 1 })
  const tokens: string[] = []
  const client = noting(tokens, 'ticks/0/0/1')
  const running = await bench.run({ client, intents: task.take() })
  await running.sink.sync()
  await running.stop()
  expect(tokens).toEqual(['ticks/0/0/1', 'ticks/0/0/2', 'ticks/0/30/0'])
  await bench.expectTablesAreLog()
})

test('who slept between announcing and inserting announces again, and stops where it was replaced', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  bench.append(10)
  bench.append(10, topicNamed('context'))
  const client = bench.through((send) => {
    vi.setSystemTime(Date.now() + 60_000)
    return send()
  })
  const running = await bench.run({ client, intents: task.take() })
  await running.sink.sync()
  await running.stop()
  expect(task.announced).toEqual([['ticks/0', 'context/0'], ['context/0']])
  await bench.clear()
  bench.append(10)
  bench.append(10, topicNamed('context'))
  const replaced = bench.through((send) => {
    vi.setSystemTime(Date.now() + 60_000)
    task.take()
    return send()
  })
  const zombie = await bench.run({ client: replaced, intents: task.take() })
  const fenced = expect(zombie.ended).rejects.toThrow('another has the task')
  zombie.sink.sync().catch(() => {})
  await fenced
  expect(await bench.ask('SELECT count() AS rows FROM context')).toEqual([{ rows: 0 }])
})

test('fills tables that were emptied from the beginning, whatever was announced last', async () => {
  bench.append(300)
  task.kept.set('ticks/0', { from: 100, end: 150, firstRow: 100, salt: 0 })
  const tokens: string[] = []
  const running = await bench.run({ client: noting(tokens), rowsMax: 70, intents: task.take() })
  await running.sink.sync()
  await running.stop()
  expect(tokens.slice(0, 4)).toEqual([0, 70, 100, 150].map((offset) => `ticks/0/${offset}/0`))
  await bench.expectTablesAreLog()
})

test('pays no heed to what was announced of topics that were there before these', async () => {
  bench.append(30)
  task.kept.set('ticks/0', { from: 10, end: 500, firstRow: 20, salt: 0 })
  const tokens: string[] = []
  const running = await bench.run({ client: noting(tokens), intents: task.take() })
  await running.sink.sync()
  await running.stop()
  expect(tokens).toEqual(['ticks/0/0/0'])
  await bench.expectTablesAreLog()
})

test('tells how far it is, and inserts nothing while it is suspended', async () => {
  bench.append(20)
  const running = await bench.run({ intents: task.take() })
  await running.sink.sync()
  const toldOfTicks = () => task.written.find(({ topic }) => topic === ticks.name)
  await expect.poll(toldOfTicks).toEqual({ topic: 'ticks', partition: 0, next: 20 })
  await running.sink.suspend()
  bench.append(10)
  let isDone = false
  const synced = running.sink.sync().then(() => {
    isDone = true
  })
  for (let look = 0; look < 20; look++)
    expect(await bench.ask('SELECT count() AS rows FROM ticks')).toEqual([{ rows: 20 }])
  expect(isDone).toBe(false)
  running.sink.resume()
  await synced
  await running.stop()
  await bench.expectTablesAreLog()
})
