import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertRows } from './insert.ts'
import { rowText } from './row-text.ts'
import { prepareSchema } from './schema.ts'
import { tableOf } from './tables.ts'
import { firstTimeMs, topicNamed } from './testing/data-folder.ts'
import { type TestDatabase, testDatabase } from './testing/embedded.ts'
import { sampleRecord } from './testing/sample-records.ts'

// What the sink relies on in ClickHouse itself; a new version has to pass this first.

const table = tableOf(topicNamed('features'))
let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  await prepareSchema(database.client)
})
afterAll(() => database.remove())

async function insert(from: number, count: number, token: string): Promise<void> {
  const rows = Array.from({ length: count }, (_, at) =>
    rowText(sampleRecord(table.topic.schema, 2 * at + 1), 0, from + at, firstTimeMs),
  )
  const into = { table: table.name, columns: table.columns, token }
  await insertRows(database.client, into, rows)
}

const counts = () =>
  database.rows('SELECT count() AS rows, uniqExact(_offset) AS offsets FROM features')

test('a full batch of wide rows makes one part', async () => {
  await insert(0, 20_000, 'first')
  expect(await database.rows("SELECT rows FROM system.parts WHERE table = 'features'")).toEqual([
    { rows: 20_000 },
  ])
})

test('a token counts once, whatever the rows are, also after the engine was closed', async () => {
  await insert(20_000, 30, 'second')
  await insert(20_000, 50, 'second')
  await insert(0, 10, 'first')
  await insert(0, 15_000, 'first')
  expect(await counts()).toEqual([{ rows: 20_030, offsets: 20_030 }])
  await database.reopen()
  await insert(20_000, 50, 'second')
  expect(await counts()).toEqual([{ rows: 20_030, offsets: 20_030 }])
  await insert(20_030, 20, 'third')
  expect(await counts()).toEqual([{ rows: 20_050, offsets: 20_050 }])
})

test('a column that the table does not have is an error, and so is a null where none may be', async () => {
  const into = { table: 'status', columns: ['time'], token: '' }
  await expect(insertRows(database.client, into, ['{"time":1,"mood":2}'])).rejects.toThrow('mood')
  await expect(insertRows(database.client, into, ['{"time":null}'])).rejects.toThrow()
  expect(await database.rows('SELECT count() AS rows FROM status')).toEqual([{ rows: 0 }])
})
