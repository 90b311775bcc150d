import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareSchema, readDdl, SchemaTooNewError } from './schema.ts'
import { sinkTables } from './tables.ts'
import { type TestDatabase, testDatabase } from './testing/embedded.ts'

const newest = Math.max(1, ...readDdl().migrations.map(({ version }) => version))

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.remove())

const made = () =>
  database.rows<{ name: string; create_table_query: string }>(
    'SELECT name, create_table_query FROM system.tables WHERE database = currentDatabase() ORDER BY name',
  )
const versions = () => database.rows('SELECT version FROM _schema_version ORDER BY version')

test('makes every table and view once, however often it is asked to', async () => {
  await prepareSchema(database.client)
  const first = await made()
  await prepareSchema(database.client)
  expect(await made()).toEqual(first)
  expect(await versions()).toEqual([{ version: newest }])
  const names = first.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(sinkTables.map(({ name }) => name)))
  expect(names).toEqual(
    expect.arrayContaining([
      'active_learning_state',
      'candles',
      'current_head_weights',
      'data_ages',
      'head_calibration',
      'head_performance',
      'learning_state',
      'live_signals',
      'market_data',
      'performance_reports',
      'rejections_by_gate',
      'rules_compared',
      'signal_history',
      'signal_rejections',
    ]),
  )
})

test('keeps for days what the design keeps for days', async () => {
  const kept = await database.rows<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND create_table_query LIKE '%TTL _written%' ORDER BY name",
  )
  expect(kept.map(({ name }) => name)).toEqual([
    'candidates',
    'context',
    'klines',
    'price_times',
    'status',
    'ticks',
  ])
})

test('brings an outcomes table of version 1 to the columns of a new one, its rows with them', async () => {
  const columns = () =>
    database.rows(
      "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = 'outcomes' ORDER BY position",
    )
  const asNew = await columns()
  const command = (query: string) => database.client.command({ query })
  await command('DROP VIEW signal_history')
  await command('ALTER TABLE outcomes DROP COLUMN exit_reason, DROP COLUMN partial_exits')
  await command(
    "INSERT INTO outcomes (signal_id, kind, outcome) SETTINGS async_insert = 0 VALUES ('old', 'real', 'SL_HIT')",
  )
  await command('TRUNCATE TABLE _schema_version')
  await command('INSERT INTO _schema_version (version) SETTINGS async_insert = 0 VALUES (1)')
  await prepareSchema(database.client)
  await prepareSchema(database.client)
  expect(await columns()).toEqual(asNew)
  expect(
    await database.rows('SELECT id, outcome_type, exit_reason, partial_exits FROM signal_history'),
  ).toEqual([{ id: 'old', outcome_type: 'SL_HIT', exit_reason: 'levels', partial_exits: [] }])
  await command('TRUNCATE TABLE _schema_version')
  await command(
    `INSERT INTO _schema_version (version) SETTINGS async_insert = 0 VALUES (${newest})`,
  )
})

test('brings an older database up by its migrations, once, and refuses a newer one', async () => {
  const ddl = readDdl()
  const later = {
    ...ddl,
    migrations: [
      ...ddl.migrations,
      {
        version: newest + 1,
        statements: ['ALTER TABLE status ADD COLUMN IF NOT EXISTS mood String'],
      },
      { version: newest + 2, statements: ['ALTER TABLE status RENAME COLUMN mood TO temper'] },
    ],
  }
  await prepareSchema(database.client, later)
  await prepareSchema(database.client, later)
  expect(await versions()).toEqual([newest, newest + 1, newest + 2].map((version) => ({ version })))
  const columns = await database.rows('DESCRIBE TABLE status')
  expect(columns).toContainEqual(expect.objectContaining({ name: 'temper' }))
  await expect(prepareSchema(database.client)).rejects.toThrow(SchemaTooNewError)
})
