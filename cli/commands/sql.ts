import { Command } from 'commander'
import { findPlace } from '../data-folder.ts'
import { withTables } from '../tables.ts'

export function sqlCommand(): Command {
  return new Command('sql')
    .description('ask the tables, also while the engine runs')
    .argument('<query>', 'a query that only reads')
    .option('--data-dir <folder>', 'the data folder; the one used last where it is left out')
    .option('--format <format>', 'any ClickHouse format', 'PrettyCompactNoEscapes')
    .action(async (query: string, { dataDir, format }: { dataDir?: string; format: string }) => {
      await withTables(findPlace({ dataDir }), async (ask) => {
        process.stdout.write(await ask(query, format))
      })
    })
}
