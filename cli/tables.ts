import { ConfigError } from '../engine/core/errors.ts'
import { loadConfig } from './config.ts'
import { folderOf, type Place } from './data-folder.ts'
import { targetOf } from './database.ts'
import { askEngine } from './serving.ts'

/** Answers a query that only reads, in a ClickHouse format. */
export type AskTables = (query: string, format: string) => Promise<string>

/** The tables of the engine that runs on a folder, else opened here after they have caught up with its log. */
export async function withTables<T>(place: Place, use: (ask: AskTables) => Promise<T>): Promise<T> {
  const folder = folderOf(place)
  const running = await askEngine(folder, { ask: 'sql', query: 'SELECT 1', format: 'TSV' })
  if (running !== undefined) {
    return use(async (query, format) => {
      const answer = await askEngine(folder, { ask: 'sql', query, format })
      if (answer === undefined) throw new ConfigError('the engine was stopped while it was asked')
      if (!answer.ok) throw new ConfigError(answer.error)
      return answer.text
    })
  }
  if (place.log === 'kafka')
    throw new ConfigError(
      'no process with sinks runs on this folder: start one, or ask the ClickHouse server itself',
    )
  const { openDatabase } = await import('../connectors/clickhouse/sink-process.ts')
  const database = await openDatabase({ folder, target: targetOf(await loadConfig({})) })
  try {
    return await use((query, format) => database.query(query, format))
  } finally {
    await database.stop()
  }
}
