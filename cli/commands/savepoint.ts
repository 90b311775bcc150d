import { Command } from 'commander'
import { ConfigError } from '../../engine/core/errors.ts'
import type { TaskPosition } from '../../engine/core/task.ts'
import { stateAt } from '../../engine/log/kafka/copy-application.ts'
import { taskReports } from '../../engine/log/kafka/task-reports.ts'
import { type Copying, copyTo } from '../copying.ts'
import { withPlace } from '../data-folder.ts'

export function savepointCommand(): Command {
  return withPlace(new Command('savepoint'))
    .description(
      'keep a whole copy of what lies on Kafka under another topic prefix: records, states and offsets; while nothing runs',
    )
    .requiredOption('--into <prefix>', 'the topic prefix of the copy, as sim.before-the-change')
    .action(savepoint)
}

async function savepoint(copying: Copying): Promise<void> {
  await copyTo(copying, async ({ client, link }, specs) => {
    const busy = (await taskReports(client, link)).find(({ owner }) => owner !== undefined)
    if (busy !== undefined)
      throw new ConfigError(
        `${busy.task} runs in ${busy.owner}: stop what runs, for a copy of one moment`,
      )
    const stands = new Map<string, number>()
    const endOf = async (id: string, partition: number): Promise<number> =>
      (await link.fetcher.bounds(link.options.names.changelog(id), partition)).end
    for (const { id, partitioning } of specs) {
      const tasks = partitioning === 'key' ? link.options.partitions : 1
      for (let partition = 0; partition < tasks; partition++)
        stands.set(`${id}.${partition}`, await endOf(id, partition))
    }
    return {
      untilMs: Number.POSITIVE_INFINITY,
      stateOf: async ({ id }, partition) => {
        const at = await stateAt(link, id, partition)
        if ((await endOf(id, partition)) !== stands.get(`${id}.${partition}`))
          throw new ConfigError(
            `${id}.${partition} has committed meanwhile: stop what runs, and take another prefix for the copy`,
          )
        if (at === undefined) return undefined
        const changes = [...(at.mirror.snapshot()?.state ?? [])].map(({ bytes, ...place }) => ({
          ...place,
          bytes: Buffer.from(bytes),
        }))
        return { changes, position: at.position as TaskPosition }
      },
    }
  })
  console.log(`done. With ALPHAPULSE_KAFKA_PREFIX=${copying.into} it goes on from here`)
}
