import { deadLetters } from '../engine/core/dead-letter.ts'
import type { Topic } from '../engine/core/topic.ts'
import { LmdbLog, savedPartitions } from '../engine/log/lmdb.ts'
import { topics } from '../schemas/topics.ts'

/** A folder's log as it stands, also while an engine writes to it. */
export async function openForReading(folder: string): Promise<LmdbLog> {
  return new LmdbLog({
    folder,
    topics: [...Object.values(topics), deadLetters] as Topic<unknown>[],
    partitions: await savedPartitions(folder),
    identity: {},
    durability: 'process',
    readOnly: true,
  })
}
