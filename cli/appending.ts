import type { Control } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import { openIdleFolder } from './idle-folder.ts'

/** Appends a command to a folder on which no engine runs, at the folder's clock. */
export async function appendCommand(folder: string, control: Omit<Control, 'id'>): Promise<number> {
  const { log, ingest } = await openIdleFolder(folder, {
    source: { id: 'commands', streams: 0, async *read() {} },
    aheadMaxMs: 0,
    commandTopics: [topics.control],
  })
  try {
    const id = `${control.who}@${ingest.clockMs}#${log.end(topics.control, 0)}`
    const stampMs = ingest.inject(topics.control, 'control', { ...control, id })
    log.commit([ingest.position()])
    return stampMs
  } finally {
    await log.close()
  }
}
