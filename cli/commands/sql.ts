import { Command } from 'commander'
import { ConfigError } from '../../engine/core/errors.ts'
import { loadConfig } from '../config.ts'
import { findPlace, folderOf } from '../data-folder.ts'
import { targetOf } from '../database.ts'
import { askEngine } from '../serving.ts'

export function sqlCommand(): Command {
  return new Command('sql')
    .description('ask the tables, also while the engine runs')
    .argument('<query>', 'a query that only reads')
    .option('--data-dir <folder>', 'the data folder; the one used last where it is left out')
    .option('--format <format>', 'any ClickHouse format', 'PrettyCompactNoEscapes')
    .action(async (query: string, { dataDir, format }: { dataDir?: string; format: string }) => {
      const place = findPlace({ dataDir })
      const folder = folderOf(place)
      const answer = await askEngine(folder, { ask: 'sql', query, format })
      if (answer !== undefined) {
        if (!answer.ok) throw new ConfigError(answer.error)
        process.stdout.write(answer.text)
        return
      }
      if (place.log === 'kafka')
        throw new ConfigError(
          'no process with sinks runs on this folder: start one, or ask the ClickHouse server itself',
        )
      const { openDatabase } = await import('../../connectors/clickhouse/sink-process.ts')
      const database = await openDatabase({ folder, target: targetOf(await loadConfig({})) })
      try {
        process.stdout.write(await database.query(query, format))
      } finally {
        await database.stop()
      }
    })
}
