import { deadLetters } from '../engine/core/dead-letter.ts'
import type { Topic } from '../engine/core/topic.ts'
import { readBack } from '../engine/log/kafka/read-back.ts'
import { LmdbLog, savedPartitions } from '../engine/log/lmdb.ts'
import type { Log } from '../engine/log/log.ts'
import { topics } from '../schemas/topics.ts'
import { loadConfig } from './config.ts'
import type { Place } from './data-folder.ts'
import { KafkaApplication } from './kafka-application.ts'

export const allTopics = [...Object.values(topics), deadLetters] as readonly Topic<unknown>[]

/**
 * A history as it stands, also while an engine writes to it. Of what lies on Kafka the named topics are
 * read whole; offsets are counted anew there.
 */
export async function openForReading(
  place: Place,
  needed: readonly Topic<unknown>[] = allTopics,
): Promise<Log> {
  if (place.log === 'kafka') {
    const application = await visitPlace(place)
    try {
      return await readBack(application.link, needed)
    } finally {
      await application.close()
    }
  }
  return openFolderLog(place.folder)
}

/** A folder's log, only to be read. */
export async function openFolderLog(folder: string): Promise<LmdbLog> {
  return new LmdbLog({
    folder,
    topics: allTopics,
    partitions: await savedPartitions(folder),
    identity: {},
    durability: 'process',
    readOnly: true,
  })
}

/** `written`: the topics that commands are sent to. */
export async function visitPlace(
  { app }: Extract<Place, { readonly log: 'kafka' }>,
  written?: readonly Topic<unknown>[],
): Promise<KafkaApplication> {
  const config = await loadConfig({})
  const onWarning = (text: string): void => console.error(text)
  return KafkaApplication.visit({ config, app, onWarning }, written)
}
