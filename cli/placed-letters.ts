import { type DeadLetter, deadLetters } from '../engine/core/dead-letter.ts'
import { recordsOf } from '../engine/log/kafka/record-codec.ts'
import type { Place } from './data-folder.ts'
import { openFolderLog, visitPlace } from './reading.ts'

/** A dead letter and where it lies: `partition/offset` names it. */
export interface PlacedLetter {
  readonly id: string
  readonly timeMs: number
  readonly letter: DeadLetter
}

/** Every dead letter that is kept, oldest first. */
export async function placedLetters(place: Place): Promise<readonly PlacedLetter[]> {
  const letters = place.log === 'kafka' ? await onKafka(place) : await inFolder(place.folder)
  return letters.sort((a, b) => a.timeMs - b.timeMs)
}

async function inFolder(folder: string): Promise<PlacedLetter[]> {
  const log = await openFolderLog(folder)
  try {
    const found: PlacedLetter[] = []
    for (let partition = 0; partition < log.partitions(deadLetters); partition++) {
      let offset = log.start(deadLetters, partition)
      for (;;) {
        const records = log.read(deadLetters, partition, offset, 4_096)
        if (records.length === 0) break
        for (const { key, value, timeMs } of records) {
          const id = `${partition}/${offset++}`
          if (key !== null) found.push({ id, timeMs, letter: value as DeadLetter })
        }
      }
    }
    return found
  } finally {
    await log.close()
  }
}

async function onKafka(place: Extract<Place, { readonly log: 'kafka' }>): Promise<PlacedLetter[]> {
  const application = await visitPlace(place)
  try {
    const { fetcher, options } = application.link
    const { names, ids, partitions } = options
    const found: PlacedLetter[] = []
    for (let partition = 0; partition < partitions; partition++) {
      const kept = await fetcher.readKept(names.topic(deadLetters), partition)
      for (const { key, value, timeMs, offset } of await recordsOf(deadLetters, kept, ids))
        if (key !== null)
          found.push({ id: `${partition}/${offset}`, timeMs, letter: value as DeadLetter })
    }
    return found
  } finally {
    await application.close()
  }
}
