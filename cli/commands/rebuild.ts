import { Command } from 'commander'
import { ConfigError } from '../../engine/core/errors.ts'
import { describeTopology } from '../../engine/core/topology.ts'
import { ownerOf, rebuildOperator } from '../../engine/log/kafka/rebuild.ts'
import { taskReports } from '../../engine/log/kafka/task-reports.ts'
import { topologyOf } from '../application-settings.ts'
import { loadConfig } from '../config.ts'
import { findPlace, type PlaceFlags, withPlace } from '../data-folder.ts'
import { minute } from '../figures.ts'
import { timeOf } from '../options.ts'
import { visitPlace } from '../reading.ts'

interface RebuildFlags extends PlaceFlags {
  readonly from?: number
}

export function rebuildCommand(): Command {
  return withPlace(new Command('rebuild'))
    .description(
      'give a new or changed operator its state from history, as if it had run since then; on Kafka, while nothing runs',
    )
    .argument('<operator>', 'its id, as in `alphapulse state list`: judge, features …')
    .option(
      '--from <time>',
      'from when on, as 2026-05-01T00:00Z; the oldest record kept where it is left out',
      timeOf,
    )
    .action(rebuild)
}

async function rebuild(operator: string, { from, ...flags }: RebuildFlags): Promise<void> {
  const place = findPlace(flags)
  if (place.log !== 'kafka')
    throw new ConfigError(
      'a data folder is rebuilt by a replay into a new one; `rebuild` is for what lies on Kafka',
    )
  const config = await loadConfig({})
  const application = await visitPlace(place)
  try {
    const { client, link } = application
    const { topology } = await topologyOf(link, config)
    const id = ownerOf(operator, describeTopology(topology))
    const spec = topology.subTopologies.find((one) => one.id === id)
    if (spec === undefined) throw new ConfigError(`there is no sub-topology '${id}'`)
    const reports = (await taskReports(client, link)).filter(({ task }) =>
      task.startsWith(`${id}.`),
    )
    const busy = reports.find(({ owner }) => owner !== undefined)
    if (busy !== undefined)
      throw new ConfigError(
        `${busy.task} runs in ${busy.owner}: stop what runs ${id}, rebuild, start it again`,
      )
    for (let partition = 0; partition < reports.length; partition++) {
      const name = `${id}.${partition}`
      let shownAtMs = performance.now()
      const rebuilt = await rebuildOperator({
        link,
        spec,
        partition,
        operator,
        fromMs: from,
        onProgress: (timeMs) => {
          if (performance.now() - shownAtMs < 2_000) return
          shownAtMs = performance.now()
          process.stderr.write(`${name} ${minute(timeMs)}\n`)
        },
      })
      if (rebuilt === undefined) console.log(`${name} has not begun: nothing to rebuild`)
      else
        console.log(
          `${name}: ${operator} has ${rebuilt.now} states and timers now, ${rebuilt.before} before, as of ${minute(rebuilt.untilMs)}`,
        )
    }
  } finally {
    await application.close()
  }
}
