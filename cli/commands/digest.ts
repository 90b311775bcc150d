import { Command } from 'commander'
import { findFolder } from '../data-folder.ts'
import { digestsOf } from '../digests.ts'
import { openForReading } from '../reading.ts'

export function digestCommand(): Command {
  return new Command('digest')
    .description('print the digest of each topic of a data folder: equal digests, equal history')
    .option('--data-dir <folder>', 'the data folder; the one used last where it is left out')
    .option('--json', 'one JSON array')
    .action(async ({ dataDir, json }: { dataDir?: string; json?: boolean }) => {
      const log = await openForReading(findFolder(dataDir))
      const digests = digestsOf(log)
      await log.close()
      if (json) console.log(JSON.stringify(digests))
      else {
        for (const { topic, records, digest } of digests) {
          console.log(`${topic.padEnd(16)} ${String(records).padStart(9)}  ${digest}`)
        }
      }
    })
}
