import { expect, test } from 'vitest'
import { type Ddl, prepareSchema, readDdl } from './schema.ts'
import { testDatabase } from './testing/embedded.ts'

/** What later versions have added, by table. */
const added: { readonly [table: string]: RegExp } = {
  features: /^ *wma_20 [\s\S]*?^ *hurst_100 .*\n|^ *rebuilt .*\n/gm,
  weights: /^ *calibration [\s\S]*?CODEC.*\n/gm,
  outcomes:
    /^ *exit_reason [\s\S]*?^ *partial_exits [\s\S]*?CODEC.*\n|,\s*model_version \w+\(String\)/gm,
  signals: /^ *levels_reason .*\n|,\s*model_version \w+\(String\)/gm,
  candidates: /^ *(?:levels_reason|hour_atr_pct) .*\n|,\s*model_version \w+\(String\)/gm,
  head_votes: /^ *model_version .*\n/gm,
  _sink_positions: /^ *last_offset .*\n/gm,
  status: /^.*(?:data_time|data_age_ms|stalest_symbol|stalest_age_ms) .*\n/gm,
}

/** What they have changed, by table. */
const changed: { readonly [table: string]: readonly [now: string, before: string] } = {
  embeddings: ['vector Array(Float32) CODEC(LZ4)', 'vector Array(Float32) CODEC(ZSTD(1))'],
}

/** The tables as the first version made them. */
function firstDdl(): Ddl {
  const tables = readDdl().tables.map((statement) => {
    const [, name = ''] = /CREATE TABLE IF NOT EXISTS (\w+)/.exec(statement) ?? []
    const [now, before] = changed[name] ?? ['', '']
    return statement.replace(added[name] ?? /$^/, '').replace(now, before)
  })
  return { tables, migrations: [], views: [] }
}

/** The columns of all tables after preparing one schema after the other. */
async function columnsAfter(ddls: readonly Ddl[]): Promise<unknown[]> {
  const database = await testDatabase()
  try {
    for (const ddl of ddls) await prepareSchema(database.client, ddl)
    return await database.rows(
      'SELECT table, name, type, compression_codec FROM system.columns WHERE database = currentDatabase() ORDER BY table, position',
    )
  } finally {
    await database.remove()
  }
}

test('tables of the first version become what a new database has', async () => {
  const first = await columnsAfter([firstDdl()])
  const migrated = await columnsAfter([firstDdl(), readDdl()])
  expect(first.length).toBeLessThan(migrated.length)
  expect(migrated).toEqual(await columnsAfter([readDdl()]))
})

test('a database made before the market memory gets its table', async () => {
  const { tables, ...none } = firstDdl()
  const before = tables.filter((statement) => !statement.includes(' embeddings\n'))
  expect(before).toHaveLength(tables.length - 1)
  const migrated = await columnsAfter([{ tables: before, ...none }, readDdl()])
  expect(migrated).toEqual(await columnsAfter([readDdl()]))
})
