import { Command } from 'commander'
import { findPlace, type PlaceFlags, withPlace } from '../data-folder.ts'
import { digestsOf } from '../digests.ts'
import { allTopics, openForReading } from '../reading.ts'

export function digestCommand(): Command {
  return withPlace(new Command('digest'))
    .description('print the digest of each topic of a data folder: equal digests, equal history')
    .option('--json', 'one JSON array')
    .action(async ({ json, ...flags }: PlaceFlags & { json?: boolean }) => {
      const digested = allTopics.filter((topic) => topic.digested)
      const log = await openForReading(findPlace(flags), digested)
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
