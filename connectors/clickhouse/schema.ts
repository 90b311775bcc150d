import { readdirSync, readFileSync } from 'node:fs'
import type { ClickHouseClient } from '@clickhouse/client'
import { ConfigError } from '../../engine/core/errors.ts'

/** The SQL of `schemas/clickhouse`, statement by statement. */
export interface Ddl {
  /** As the newest version has them; each does nothing where its table exists. */
  readonly tables: readonly string[]
  /** What brings an older database to each version from 2 on; each may be done twice. */
  readonly migrations: readonly {
    readonly version: number
    readonly statements: readonly string[]
  }[]
  /** Made anew at each start, in this order. */
  readonly views: readonly string[]
}

/** The tables were made by a newer version, which alone knows what is in them. */
export class SchemaTooNewError extends ConfigError {}

/** Reads `*.sql`, `views/NN-*.sql` in their order, and `migrations/NN-*.sql` where there are any. */
export function readDdl(folder = new URL('../../schemas/clickhouse/', import.meta.url)): Ddl {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.sql'))
    .sort()
  const statementsOf = (name: string) =>
    splitStatements(readFileSync(new URL(name, folder), 'utf8'))
  const inside = (part: string) => names.filter((name) => name.startsWith(part))
  return {
    tables: names.filter((name) => !name.includes('/')).flatMap(statementsOf),
    migrations: inside('migrations/').map((name) => ({
      version: Number.parseInt(name.slice('migrations/'.length), 10),
      statements: statementsOf(name),
    })),
    views: inside('views/').flatMap(statementsOf),
  }
}

/** Brings a database, new or old, to the newest schema. May be done again at any time. */
export async function prepareSchema(client: ClickHouseClient, ddl = readDdl()): Promise<void> {
  const newest = ddl.migrations.reduce((most, { version }) => Math.max(most, version), 1)
  const found = await versionOf(client)
  if (found > newest) {
    throw new SchemaTooNewError(
      `the ClickHouse tables have schema version ${found}, made by a newer AlphaPulse; this one knows ${newest}. Start that one, or use another database`,
    )
  }
  if (found > 0) {
    for (const { version, statements } of ddl.migrations) {
      if (version <= found) continue
      for (const query of statements) await client.command({ query })
      await recordVersion(client, version)
    }
  }
  for (const query of ddl.tables) await client.command({ query })
  for (const query of ddl.views) await client.command({ query })
  if (found === 0) await recordVersion(client, newest)
}

async function versionOf(client: ClickHouseClient): Promise<number> {
  const tables = await client.query({
    query:
      "SELECT name FROM system.tables WHERE database = currentDatabase() AND name = '_schema_version'",
    format: 'JSONEachRow',
  })
  if ((await tables.json()).length === 0) return 0
  const newest = await client.query({
    query: 'SELECT max(version) AS version FROM _schema_version',
    format: 'JSONEachRow',
  })
  const [row] = await newest.json<{ version: number }>()
  return row?.version ?? 0
}

async function recordVersion(client: ClickHouseClient, version: number): Promise<void> {
  await client.command({
    query: `INSERT INTO _schema_version (version) SETTINGS async_insert = 0 VALUES (${version})`,
  })
}

/** A statement ends with a semicolon at the end of a line. */
function splitStatements(text: string): string[] {
  return text
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
