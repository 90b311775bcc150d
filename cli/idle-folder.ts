import { deadLetters } from '../engine/core/dead-letter.ts'
import { Ingest, type IngestOptions, savedSourceKind } from '../engine/core/ingest.ts'
import type { Source } from '../engine/core/source.ts'
import type { Topic } from '../engine/core/topic.ts'
import { LmdbLog, savedPartitions } from '../engine/log/lmdb.ts'
import { topics } from '../schemas/topics.ts'
import { runName } from './run-name.ts'

export interface IdleFolderOptions {
  readonly source: Pick<Source, 'id' | 'streams' | 'read'>
  readonly aheadMaxMs: IngestOptions['aheadMaxMs']
  /** Topics that are written beside the source's. */
  readonly commandTopics?: readonly Topic<unknown>[]
}

/** Log and ingest of a folder on which no engine runs; what is committed, the next start takes. The caller closes the log. */
export async function openIdleFolder(
  folder: string,
  { source, aheadMaxMs, commandTopics = [] }: IdleFolderOptions,
): Promise<{ readonly log: LmdbLog; readonly ingest: Ingest }> {
  const partitions = await savedPartitions(folder)
  const log = new LmdbLog({
    folder,
    topics: [...Object.values(topics), deadLetters] as Topic<unknown>[],
    partitions,
    identity: {},
    run: runName(),
    durability: 'power',
  })
  try {
    const whole: Source = {
      ...source,
      kind: savedSourceKind(log),
      topics: [topics.ticks, topics.klines, topics.context],
      bounded: false,
    }
    const limits = { heartbeatMs: 60_000, heartbeatGraceMs: 2_001, closingMs: 0, jumpMaxMs: 0 }
    const ingest = new Ingest(whole, log, { ...limits, aheadMaxMs, partitions }, commandTopics)
    return { log, ingest }
  } catch (error) {
    await log.close()
    throw error
  }
}
