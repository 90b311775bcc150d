import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareSchema } from './schema.ts'
import { sinkTables } from './tables.ts'
import { differencesFromLog } from './testing/compare.ts'
import { firstTimeMs, type TestFolder, testFolder } from './testing/data-folder.ts'
import { fillTables, type TestDatabase, testDatabase } from './testing/embedded.ts'
import { sampleRecord } from './testing/sample-records.ts'

let folder: TestFolder
let database: TestDatabase

beforeAll(async () => {
  folder = testFolder(1)
  for (const { topic } of sinkTables) {
    // Once with nulls, once with everything set.
    for (const seed of [0, 1]) {
      const value = sampleRecord(topic.schema, seed)
      folder.log.append(topic, 0, { key: 'key', value, timeMs: firstTimeMs + seed })
    }
  }
  folder.log.commit([])
  database = await testDatabase()
  await prepareSchema(database.client)
  await fillTables(folder.path, database.client)
})
afterAll(async () => {
  await database.remove()
  await folder.remove()
})

/** Topics of whose records each gives a row for each of what it lists. */
const listed = ['head-votes', 'rule-scores', 'validation-reports', 'drift-reports']

describe('every field of the contract comes back from its table', () => {
  for (const table of sinkTables) {
    test(table.topic.name, async () => {
      expect(await differencesFromLog(folder.path, database.rows, [table])).toEqual([])
      const [{ rows } = { rows: 0 }] = await database.rows<{ rows: number }>(
        `SELECT count() AS rows FROM ${table.name}`,
      )
      expect(rows).toBe(listed.includes(table.topic.name) ? 4 : 2)
    })
  }
})

test('a number that JSON has no word for is kept', async () => {
  await database.client.insert({
    table: 'context',
    columns: ['exchange', 'symbol', 'value'],
    values: [{ exchange: 'x', symbol: 'NAN', value: 'nan' }],
    format: 'JSONEachRow',
  })
  expect(await database.rows("SELECT value FROM context WHERE symbol = 'NAN'")).toEqual([
    { value: 'nan' },
  ])
})
