import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sendCommands } from '../engine/log/kafka/sent-commands.ts'
import type { Control } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import type { Place } from './data-folder.ts'
import { visitPlace } from './reading.ts'

/** So long it is looked whether the ingest has taken it. */
const patienceMs = 5_000
const lookMs = 100

/** Sends a command to an application on Kafka, from wherever this runs; gives words on what became of it. */
export async function sendToKafka(
  place: Extract<Place, { readonly log: 'kafka' }>,
  control: Omit<Control, 'id'>,
): Promise<string> {
  const application = await visitPlace(place, [topics.control])
  try {
    const { client, link } = application
    const { names, ids } = link.options
    const { end } = await link.fetcher.bounds(names.topic(topics.control), 0)
    const id = `${control.who}#${randomBytes(6).toString('hex')}`
    const value: Control = { ...control, id }
    await sendCommands(client, names, ids, [{ topic: topics.control, key: 'control', value }])
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookMs) {
      const taken = await application.controls(end)
      const mine = taken.find((one) => one.value.id === id)
      if (mine !== undefined) return `taken at ${new Date(mine.timeMs).toISOString()}`
      await sleep(lookMs)
    }
    return `sent to ${names.commands}; no ingest has taken it within ${patienceMs / 1_000} s: it takes effect when one runs`
  } finally {
    await application.close()
  }
}
