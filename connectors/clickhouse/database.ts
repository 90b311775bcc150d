import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError, StorageError, TaskCorruptedError } from '../../engine/core/errors.ts'
import { ask } from './ask.ts'
import { followFolder } from './follow-folder.ts'
import { prepareSchema } from './schema.ts'
import { sinkDefaults } from './sink-defaults.ts'
import type { SinkEvent } from './sink-event.ts'
import { SinkNews } from './sink-news.ts'
import { connect, type SinkTarget, targetName } from './target.ts'

export interface Database {
  query(sql: string, format: string): Promise<string>
  stop(): Promise<void>
}

/**
 * Opens the tables where no engine runs, in this process, after they have caught up with the log of
 * the folder. Fails where a running sink would wait: a person is waiting here.
 */
export async function openDatabase(options: {
  readonly folder: string
  readonly target: SinkTarget
  readonly onEvent?: (event: SinkEvent) => void
}): Promise<Database> {
  const { folder, target, onEvent = () => {} } = options
  const client = await connect(target, folder).catch((error: Error) => {
    if (error instanceof ConfigError) throw error
    throw new StorageError(
      `${targetName(target, folder)} cannot be opened: ${error.message}`,
      {},
      error,
    )
  })
  try {
    await prepareSchema(client)
    if (existsSync(join(folder, 'log.mdb'))) {
      const news = new SinkNews(targetName(target, folder), onEvent)
      try {
        const { rowsMax } = sinkDefaults
        const following = await followFolder(folder, { client, rowsMax, news })
        try {
          await following.sync()
        } finally {
          await following.stop()
        }
      } catch (error) {
        // The tables can still be asked; what they hold is said.
        if (!(error instanceof TaskCorruptedError)) throw error
        onEvent({ kind: 'refused', text: error.message })
      }
    }
  } catch (error) {
    await client.close()
    throw error
  }
  return {
    query: async (sql, format) => (await ask(client, target, sql, format)).toString(),
    stop: () => client.close(),
  }
}
