import { StateMirror } from '../engine/log/kafka/changelog.ts'
import { writersOf } from '../engine/log/kafka/task-reports.ts'
import type { TaskState } from '../engine/state/task-state.ts'
import type { Place } from './data-folder.ts'
import { openFolderLog, visitPlace } from './reading.ts'

/** What every task knew at its last commit. */
export async function committedStates(place: Place): Promise<readonly TaskState[]> {
  if (place.log === 'lmdb') {
    const log = await openFolderLog(place.folder)
    try {
      return log.writers().map((task) => ({ task, entries: [...(log.restore(task)?.state ?? [])] }))
    } finally {
      await log.close()
    }
  }
  const application = await visitPlace(place)
  try {
    const { client, link } = application
    const { fetcher, options } = link
    const states: TaskState[] = []
    for (const { name, tasks } of await writersOf(client, link)) {
      for (let partition = 0; partition < tasks; partition++) {
        const mirror = new StateMirror()
        const topic = options.names.changelog(name)
        const { start, end } = await fetcher.bounds(topic, partition)
        await fetcher.readThrough(topic, partition, start, end, (records, readTo) =>
          mirror.restore(records, readTo),
        )
        const entries = [...(mirror.snapshot()?.state ?? [])]
        states.push({ task: `${name}.${partition}`, entries })
      }
    }
    return states
  } finally {
    await application.close()
  }
}
