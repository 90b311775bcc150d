import { afterAll, beforeAll, expect, test } from 'vitest'
import { heartbeat } from '../../engine/core/message.ts'
import { LmdbReader } from '../../engine/log/lmdb-reader.ts'
import { takeBatch } from './batch.ts'
import { tableOf } from './tables.ts'
import { type TestFolder, testFolder, topicNamed } from './testing/data-folder.ts'
import { sampleRecord } from './testing/sample-records.ts'

const ticks = topicNamed('ticks')
const votes = topicNamed('head-votes')
const may = Date.UTC(2025, 4, 31, 23, 59, 59, 999)
const limits = { rowsMax: 20, bytesMax: 1_000_000 }

let folder: TestFolder
let reader: LmdbReader

beforeAll(() => {
  folder = testFolder(1)
  const value = sampleRecord(ticks.schema, 1)
  folder.log.append(ticks, 0, heartbeat(may - 60_000))
  for (const timeMs of [may - 1, may, may + 1, may + 2])
    folder.log.append(ticks, 0, { key: 'key', value, timeMs })
  folder.log.append(ticks, 0, heartbeat(may + 60_000))
  for (let n = 0; n < 10; n++)
    folder.log.append(votes, 0, { key: 'key', value: sampleRecord(votes.schema, n), timeMs: n })
  folder.log.commit([])
  reader = new LmdbReader({ folder: folder.path, topics: [ticks, votes] })
})
afterAll(async () => {
  await reader.close()
  await folder.remove()
})

test('ends with the month, and knows its first and last row', async () => {
  const table = tableOf(ticks)
  expect(await takeBatch(reader, { table, partition: 0 }, 0, limits)).toMatchObject({
    start: 0,
    end: 3,
    firstRow: 1,
    lastRow: 2,
    rows: expect.objectContaining({ length: 2 }),
  })
  expect(await takeBatch(reader, { table, partition: 0 }, 3, limits)).toMatchObject({
    end: 6,
    firstRow: 3,
    lastRow: 4,
    rows: expect.objectContaining({ length: 2 }),
  })
  expect(await takeBatch(reader, { table, partition: 0 }, 5, limits)).toMatchObject({
    end: 6,
    rows: [],
  })
})

test('takes whole records of several rows, up to about the rows asked for', async () => {
  const { end, rows } = await takeBatch(reader, { table: tableOf(votes), partition: 0 }, 0, limits)
  // Three records at nine expected rows each; these samples have two.
  expect(end).toBe(3)
  expect(rows).toHaveLength(6)
})
