import { Command } from 'commander'
import { ingestWriter } from '../../engine/core/ingest.ts'
import type { TaskPosition } from '../../engine/core/task.ts'
import { type TaskReport, taskReports } from '../../engine/log/kafka/task-reports.ts'
import type { LmdbLog } from '../../engine/log/lmdb.ts'
import { findPlace, type PlaceFlags, withPlace } from '../data-folder.ts'
import { minute } from '../figures.ts'
import { allTopics, openFolderLog, visitPlace } from '../reading.ts'

export function tasksCommand(): Command {
  return withPlace(new Command('tasks'))
    .description('who runs which task, how far it is and how many records wait for it')
    .option('--offsets', 'each input with its offset, the end and what lies between')
    .option('--json', 'one JSON array')
    .action(async ({ offsets, json, ...flags }: PlaceFlags & { offsets?: true; json?: true }) => {
      const reports = await reportsOf(flags)
      if (json) console.log(JSON.stringify(reports))
      else for (const line of lines(reports, offsets === true)) console.log(line)
    })
}

async function reportsOf(flags: PlaceFlags): Promise<readonly TaskReport[]> {
  const place = findPlace(flags)
  if (place.log === 'kafka') {
    const application = await visitPlace(place)
    const { client, link } = application
    return taskReports(client, link).finally(() => application.close())
  }
  const log = await openFolderLog(place.folder)
  try {
    return embeddedReports(log)
  } finally {
    await log.close()
  }
}

/** In a folder one process runs everything, if any runs. */
function embeddedReports(log: LmdbLog): readonly TaskReport[] {
  const rank = (task: string): number => (task === ingestWriter ? 0 : 1)
  const writers = [...log.writers()].sort((a, b) => rank(a) - rank(b))
  return writers.map((task) => {
    const position = log.restore(task)?.position as Partial<TaskPosition & { clockMs: number }>
    const inputs = Object.entries(position.offsets ?? {}).map(([name, offset]) => {
      const at = name.lastIndexOf('/')
      const topic = allTopics.find((one) => one.name === name.slice(0, at))
      const partition = Number(name.slice(at + 1))
      const end = topic === undefined ? offset : log.end(topic, partition)
      return { topic: name.slice(0, at), partition, offset, end, lag: end - offset }
    })
    const clockMs = position.clockMs ?? position.watermarkMs
    return { task, owner: undefined, committedBy: undefined, clockMs, inputs }
  })
}

function lines(reports: readonly TaskReport[], offsets: boolean): string[] {
  const sourceMs = Math.max(...reports.map(({ clockMs }) => clockMs ?? Number.NEGATIVE_INFINITY))
  const table = reports.map(({ task, clockMs, inputs, owner, committedBy }) => [
    task,
    clockMs === undefined || !Number.isFinite(clockMs) ? '–' : minute(clockMs),
    behind(clockMs, sourceMs),
    String(inputs.reduce((sum, { lag }) => sum + lag, 0)),
    owner ?? (committedBy === undefined ? '–' : `last commit by ${committedBy}`),
  ])
  const heads = ['task', 'done to', 'behind', 'records waiting', 'runs in']
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...table.map((row) => (row[column] as string).length)),
  )
  const text = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd()
  return [heads, ...table].flatMap((row, at) => {
    const inputs = at === 0 || !offsets ? [] : (reports[at - 1]?.inputs ?? [])
    return [
      text(row),
      ...inputs.map(
        ({ topic, partition, offset, end, lag }) =>
          `    ${topic}/${partition}: next ${offset}, end ${end}, ${lag} waiting`,
      ),
    ]
  })
}

/** In source time: how much of what was stamped is not yet done. */
function behind(clockMs: number | undefined, sourceMs: number): string {
  if (clockMs === undefined || !Number.isFinite(clockMs)) return '–'
  return `${((sourceMs - clockMs) / 1_000).toFixed(1)} s`
}
