import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { heartbeat } from '../../engine/core/message.ts'
import { firstTimeMs, topicNamed } from './testing/data-folder.ts'
import { sampleRecord } from './testing/sample-records.ts'
import { SinkBench, ticks } from './testing/sink-bench.ts'

let bench: SinkBench

beforeAll(async () => {
  bench = await SinkBench.open()
})
afterAll(() => bench.close())
beforeEach(() => bench.clear())

test('goes on where the tables end, in full batches that never span two months', async () => {
  bench.append(950)
  const first = await bench.run()
  await first.sink.sync()
  await first.stop()
  bench.append(50)
  const second = await bench.run()
  await second.sink.sync()
  await second.stop()
  await bench.expectTablesAreLog()
  const parts = await bench.ask<{ partition: string }>(
    "SELECT partition, rows FROM system.parts WHERE table = 'ticks' AND database = currentDatabase() AND level = 0 ORDER BY partition",
  )
  expect(new Set(parts.map(({ partition }) => partition))).toEqual(new Set(['202505', '202506']))
  expect(bench.events).toEqual([])
})

test('heartbeats and records without rows are passed over', async () => {
  bench.folder.log.append(ticks, 0, heartbeat(firstTimeMs))
  bench.append(3)
  const votes = topicNamed('head-votes')
  const empty = { ...sampleRecord(votes.schema, 1), votes: [] }
  bench.folder.log.append(votes, 0, { key: 'key', value: empty, timeMs: firstTimeMs })
  for (let n = 0; n < 5; n++) bench.folder.log.append(ticks, 0, heartbeat(firstTimeMs + 5_000 + n))
  bench.folder.log.commit([])
  for (let round = 0; round < 2; round++) {
    const running = await bench.run()
    await running.sink.sync()
    await running.stop()
  }
  bench.append(2)
  const running = await bench.run()
  await running.sink.sync()
  await running.stop()
  await bench.expectTablesAreLog()
})

test('an insert whose answer was lost is not written twice', async () => {
  bench.append(50)
  let lost = 0
  const client = bench.through(async (send) => {
    const answer = await send()
    if (lost++ > 0) return answer
    bench.append(30)
    throw new Error('socket hang up')
  })
  const running = await bench.run({ client })
  await running.sink.sync()
  await running.sink.sync()
  await running.stop()
  await bench.expectTablesAreLog()
  expect(bench.events.map(({ kind }) => kind)).toEqual(['waiting', 'recovered'])
  expect(bench.events[0]?.text).toContain('socket hang up')
})

test('an insert that lands after it was given up does not count beside its successor', async () => {
  bench.append(50)
  const late: (() => Promise<unknown>)[] = []
  const client = bench.through(async (send) => {
    if (late.length > 0) return send()
    late.push(send)
    bench.append(30)
    throw new Error('Timeout error')
  })
  const running = await bench.run({ client })
  await running.sink.sync()
  await running.sink.sync()
  await late[0]?.()
  await running.stop()
  await bench.expectTablesAreLog()
})

test('a token that was used up for nothing does not swallow rows', async () => {
  bench.append(50)
  const client = bench.through((send, query) => {
    const dead = query.includes("'ticks/0/0/0'")
    return dead ? bench.database.client.exec({ query: 'SELECT 1' }) : send()
  })
  const running = await bench.run({ client })
  await running.sink.sync()
  await running.stop()
  await bench.expectTablesAreLog()
})

test('one table that refuses its rows holds up no other, and is said once', async () => {
  await bench.database.client.command({ query: 'ALTER TABLE context RENAME COLUMN value TO worth' })
  bench.append(10, topicNamed('context'))
  bench.append(10)
  const running = await bench.run()
  const synced = running.sink.sync()
  await expect
    .poll(
      async () => (await bench.ask<{ rows: number }>('SELECT count() AS rows FROM ticks'))[0]?.rows,
    )
    .toBe(10)
  await expect.poll(() => bench.events.map(({ kind }) => kind)).toEqual(['waiting'])
  expect(bench.events[0]?.text).toMatch(/rows of context cannot be written to test \(.*value.*\)/)
  await bench.database.client.command({ query: 'ALTER TABLE context RENAME COLUMN worth TO value' })
  await synced
  await running.stop()
  expect(bench.events.map(({ kind }) => kind)).toEqual(['waiting', 'recovered'])
  await bench.expectTablesAreLog()
})

test('says which records were past their retention before they could be written', async () => {
  bench.append(10)
  bench.append(10)
  const dayMs = 86_400_000
  bench.folder.log.trim(firstTimeMs + 15_000 + 7 * dayMs, () => 20)
  const running = await bench.run()
  await running.sink.sync()
  await running.stop()
  expect(bench.events.map(({ text }) => text)).toEqual([
    'ticks/0: records 0 to 9 were past their retention before they could be written to test',
  ])
  expect(await bench.ask('SELECT count() AS rows, min(_offset) AS first FROM ticks')).toEqual([
    { rows: 10, first: 10 },
  ])
})

test('refuses tables that were filled from another log', async () => {
  bench.append(20)
  const running = await bench.run()
  await running.sink.sync()
  await running.stop()
  await bench.newLog()
  await expect(bench.run()).rejects.toThrow('filled from another log')
  bench.written = 5
  bench.append(30)
  await expect(bench.run()).rejects.toThrow('ticks/0 differs at offset 19')
})
