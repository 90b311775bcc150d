import { Command } from 'commander'
import { deadLetters } from '../../engine/core/dead-letter.ts'
import { ConfigError } from '../../engine/core/errors.ts'
import type { ClusterLink } from '../../engine/log/kafka/cluster-link.ts'
import { stateAt } from '../../engine/log/kafka/copy-application.ts'
import { recompute } from '../../engine/log/kafka/recompute.ts'
import { topics } from '../../schemas/topics.ts'
import { type Copying, copyTo } from '../copying.ts'
import { withPlace } from '../data-folder.ts'
import { minute } from '../figures.ts'
import { timeOf } from '../options.ts'

interface ResetFlags extends Copying {
  readonly to: string
}

export function resetCommand(): Command {
  return withPlace(new Command('reset'))
    .description(
      'go back to an earlier time: its records, states and offsets under another topic prefix, to go on from there',
    )
    .requiredOption(
      '--to <place>',
      'a time, as 2026-05-01T00:00Z, or topic/partition@offset, as ticks/0@1234: what came before it is as it was',
    )
    .requiredOption(
      '--into <prefix>',
      'the topic prefix to go on under, as sim.again; the old one stays as it is',
    )
    .action(reset)
}

async function reset({ to, ...copying }: ResetFlags): Promise<void> {
  await copyTo(copying, async ({ link }, specs) => {
    const untilMs = (await placeMs(link, to)) - 1
    const inputs = specs.flatMap(({ inputs }) => inputs)
    for (const { topic, from } of inputs) {
      if (from !== 'source') continue
      const { start } = await link.fetcher.bounds(link.options.names.topic(topic), 0)
      if (start > 0)
        console.error(
          `${topic.name} begins at offset ${start}: what came before is past its retention, and states know nothing of it`,
        )
    }
    return {
      untilMs,
      stateOf: async (spec, partition) => {
        if ((await stateAt(link, spec.id, partition)) === undefined) return undefined
        const state = await recompute({
          link,
          spec,
          partition,
          untilMs,
          onProgress: () => undefined,
          stretchOf: async (topic, of) => {
            const name = link.options.names.topic(topic)
            // Behind the time is where it is said that it has passed.
            const { start, end } = await link.fetcher.bounds(name, of)
            return { from: start, to: end }
          },
        })
        console.log(`${spec.id}.${partition} stands at ${minute(state.position.nowMs)}`)
        return state
      },
    }
  })
  const { into } = copying
  console.log(
    `done. Start with ALPHAPULSE_KAFKA_PREFIX=${into}: everything from ${to} on is computed again, by the present program`,
  )
}

/** The time that was meant. */
async function placeMs(link: ClusterLink, to: string): Promise<number> {
  const place = /^([\w-]+)\/(\d+)@(\d+)$/.exec(to)
  if (place === null) return timeOf(to)
  const [, name = '', partition, offset] = place
  const all = [...Object.values(topics), deadLetters].map((topic) => topic.name)
  if (!all.includes(name))
    throw new ConfigError(`--to: there is no topic '${name}'; there are ${all.join(', ')}`)
  const at = Number(offset)
  const topic = link.options.names.topic({ name })
  const { start, end } = await link.fetcher.bounds(topic, Number(partition))
  if (at < start || at >= end)
    throw new ConfigError(
      `--to: ${topic}/${partition} has offsets from ${start} to ${end - 1}; ${at} is none of them`,
    )
  const [record] = await link.fetcher.readKept(topic, Number(partition), at, at + 1)
  if (record === undefined)
    throw new ConfigError(`--to: at offset ${at} of ${topic}/${partition} there is no record`)
  return record.timeMs
}
