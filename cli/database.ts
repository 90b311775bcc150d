import type { SinkTarget } from '../connectors/clickhouse/sink-process.ts'
import type { Config } from './config.ts'

/** The tables beside a running engine. */
export interface DatabaseLink {
  /** Resolves when everything committed by now is in the tables. */
  sync(): Promise<void>
  /** Runs a query that only reads; gives its result in a ClickHouse format. */
  query(sql: string, format: string): Promise<string>
  close(): Promise<void>
}

export function targetOf(config: Config): SinkTarget {
  const { url, user, password, database } = config.clickhouse
  return url === null ? { kind: 'embedded' } : { kind: 'server', url, user, password, database }
}

/** Starts the sink in its own process; without a chDB build for this platform, says so and goes on without. */
export async function attachDatabase(
  folder: string,
  config: Config,
): Promise<DatabaseLink | undefined> {
  const { startSink } = await import('../connectors/clickhouse/sink-process.ts')
  const sink = await startSink({
    folder,
    target: targetOf(config),
    onEvent: ({ text }) => console.error(text),
  })
  if (sink === undefined) return undefined
  return {
    sync: () => sink.sync(),
    query: (sql, format) => sink.query(sql, format),
    close: () => sink.stop(),
  }
}
