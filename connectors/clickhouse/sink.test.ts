import type { ClickHouseClient } from '@clickhouse/client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { heartbeat } from '../../engine/core/message.ts'
import { LmdbReader } from '../../engine/log/lmdb-reader.ts'
import { prepareSchema } from './schema.ts'
import { Sink } from './sink.ts'
import { sinkDefaults } from './sink-defaults.ts'
import type { SinkEvent } from './sink-event.ts'
import { sinkTables } from './tables.ts'
import { differencesFromLog } from './testing/compare.ts'
import { firstTimeMs, type TestFolder, testFolder, topicNamed } from './testing/data-folder.ts'
import { type TestDatabase, testDatabase } from './testing/embedded.ts'
import { sampleRecord } from './testing/sample-records.ts'

type Exec = ClickHouseClient['exec']
/** What a faulty way to ClickHouse does with an insert of rows. */
type Fault = (send: () => ReturnType<Exec>, query: string) => ReturnType<Exec>

const ticks = topicNamed('ticks')
let database: TestDatabase
let folder: TestFolder
let events: SinkEvent[]
let written: number

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.remove())

beforeEach(async () => {
  await prepareSchema(database.client)
  folder = testFolder(1)
  events = []
  written = 0
})
afterEach(async () => {
  await folder.remove()
  const names = [...sinkTables.map(({ name }) => name), '_sink_positions']
  for (const name of names) await database.client.command({ query: `DROP TABLE ${name} SYNC` })
})

function append(count: number, topic = ticks): void {
  for (let n = 0; n < count; n++, written++) {
    const value = sampleRecord(topic.schema, written)
    folder.log.append(topic, 0, { key: 'key', value, timeMs: firstTimeMs + written * 1_000 })
  }
  folder.log.commit([])
}

function through(fault: Fault): ClickHouseClient {
  return new Proxy(database.client, {
    get(client, name) {
      if (name !== 'exec') return Reflect.get(client, name)
      return (params: Parameters<Exec>[0]) =>
        params.query.startsWith('INSERT INTO ticks ')
          ? fault(() => client.exec(params), params.query)
          : client.exec(params)
    },
  })
}

interface Running {
  readonly sink: Sink
  stop(): Promise<void>
}

async function run(client = database.client, rowsMax = 100): Promise<Running> {
  const reader = new LmdbReader({
    folder: folder.path,
    topics: sinkTables.map(({ topic }) => topic),
  })
  const sink = await Sink.open({
    ...sinkDefaults,
    pollMs: 5,
    rowsMax,
    reader,
    client,
    name: 'test',
    onEvent: (event) => events.push(event),
  })
  sink.start()
  return {
    sink,
    async stop() {
      await sink.stop()
      await reader.close()
    },
  }
}

const ask = <Row>(query: string) => database.rows<Row>(query)

async function expectTablesAreLog(): Promise<void> {
  expect(await differencesFromLog(folder.path, ask)).toEqual([])
}

test('goes on where the tables end, in full batches that never span two months', async () => {
  append(950)
  const first = await run()
  await first.sink.sync()
  await first.stop()
  append(50)
  const second = await run()
  await second.sink.sync()
  await second.stop()
  await expectTablesAreLog()
  const parts = await ask<{ partition: string }>(
    "SELECT partition, rows FROM system.parts WHERE table = 'ticks' AND database = currentDatabase() AND level = 0 ORDER BY partition",
  )
  expect(new Set(parts.map(({ partition }) => partition))).toEqual(new Set(['202505', '202506']))
  expect(events).toEqual([])
})

test('heartbeats and records without rows are passed over', async () => {
  folder.log.append(ticks, 0, heartbeat(firstTimeMs))
  append(3)
  const votes = topicNamed('head-votes')
  const empty = { ...sampleRecord(votes.schema, 1), votes: [] }
  folder.log.append(votes, 0, { key: 'key', value: empty, timeMs: firstTimeMs })
  for (let n = 0; n < 5; n++) folder.log.append(ticks, 0, heartbeat(firstTimeMs + 5_000 + n))
  folder.log.commit([])
  for (let round = 0; round < 2; round++) {
    const running = await run()
    await running.sink.sync()
    await running.stop()
  }
  append(2)
  const running = await run()
  await running.sink.sync()
  await running.stop()
  await expectTablesAreLog()
})

test('an insert whose answer was lost is not written twice', async () => {
  append(50)
  let lost = 0
  const client = through(async (send) => {
    const answer = await send()
    if (lost++ > 0) return answer
    append(30)
    throw new Error('socket hang up')
  })
  const running = await run(client)
  await running.sink.sync()
  await running.sink.sync()
  await running.stop()
  await expectTablesAreLog()
  expect(events.map(({ kind }) => kind)).toEqual(['waiting', 'recovered'])
  expect(events[0]?.text).toContain('socket hang up')
})

test('an insert that lands after it was given up does not count beside its successor', async () => {
  append(50)
  const late: (() => Promise<unknown>)[] = []
  const client = through(async (send) => {
    if (late.length > 0) return send()
    late.push(send)
    append(30)
    throw new Error('Timeout error')
  })
  const running = await run(client)
  await running.sink.sync()
  await running.sink.sync()
  await late[0]?.()
  await running.stop()
  await expectTablesAreLog()
})

test('a token that was used up for nothing does not swallow rows', async () => {
  append(50)
  const client = through((send, query) => {
    const dead = query.includes("'ticks/0/0/0'")
    return dead ? database.client.exec({ query: 'SELECT 1' }) : send()
  })
  const running = await run(client)
  await running.sink.sync()
  await running.stop()
  await expectTablesAreLog()
})

test('one table that refuses its rows holds up no other, and is said once', async () => {
  await database.client.command({ query: 'ALTER TABLE context RENAME COLUMN value TO worth' })
  append(10, topicNamed('context'))
  append(10)
  const running = await run()
  const synced = running.sink.sync()
  await expect
    .poll(async () => (await ask<{ rows: number }>('SELECT count() AS rows FROM ticks'))[0]?.rows)
    .toBe(10)
  await expect.poll(() => events.map(({ kind }) => kind)).toEqual(['waiting'])
  expect(events[0]?.text).toMatch(/rows of context cannot be written to test \(.*value.*\)/)
  await database.client.command({ query: 'ALTER TABLE context RENAME COLUMN worth TO value' })
  await synced
  await running.stop()
  expect(events.map(({ kind }) => kind)).toEqual(['waiting', 'recovered'])
  await expectTablesAreLog()
})

test('says which records were past their retention before they could be written', async () => {
  append(10)
  append(10)
  const dayMs = 86_400_000
  folder.log.trim(firstTimeMs + 15_000 + 7 * dayMs, () => 20)
  const running = await run()
  await running.sink.sync()
  await running.stop()
  expect(events.map(({ text }) => text)).toEqual([
    'ticks/0: records 0 to 9 were past their retention before they could be written to test',
  ])
  expect(await ask('SELECT count() AS rows, min(_offset) AS first FROM ticks')).toEqual([
    { rows: 10, first: 10 },
  ])
})

test('refuses tables that were filled from another log', async () => {
  append(20)
  const running = await run()
  await running.sink.sync()
  await running.stop()
  await folder.remove()
  folder = testFolder(1)
  await expect(run()).rejects.toThrow('filled from another log')
  written = 5
  append(30)
  await expect(run()).rejects.toThrow('ticks/0 differs at offset 19')
})
