import type { SourceRecord } from '../connectors/files/source-record.ts'
import { deadLetters } from '../engine/core/dead-letter.ts'
import { Ingest, savedSourceKind } from '../engine/core/ingest.ts'
import type { Source, SourceItem } from '../engine/core/source.ts'
import type { Topic } from '../engine/core/topic.ts'
import { LmdbLog, savedPartitions } from '../engine/log/lmdb.ts'
import { topics } from '../schemas/topics.ts'
import { runName } from './run-name.ts'

/** A folder on which no engine runs, open for what is fetched later; the next start takes it. */
export interface OpenFolder {
  enter(records: readonly SourceRecord[]): Promise<void>
  close(): Promise<void>
}

/** Each batch is one commit. Throws where the folder has no time yet. */
export async function openForBackfill(folder: string): Promise<OpenFolder> {
  const partitions = await savedPartitions(folder)
  const log = new LmdbLog({
    folder,
    topics: [...Object.values(topics), deadLetters] as Topic<unknown>[],
    partitions,
    identity: {},
    run: runName(),
    durability: 'power',
  })
  const chunks: (readonly SourceItem[])[] = []
  try {
    const source: Source = {
      id: 'backfill',
      kind: savedSourceKind(log),
      streams: 1,
      topics: [topics.ticks, topics.klines, topics.context],
      bounded: false,
      async *read() {
        for (;;) yield chunks.shift() ?? []
      },
    }
    const limits = { heartbeatMs: 60_000, heartbeatGraceMs: 2_001, closingMs: 0, jumpMaxMs: 0 }
    const ingest = new Ingest(source, log, { ...limits, aheadMaxMs: 5_000, partitions })
    return {
      async enter(records) {
        // What is newer than the folder's time would move it past records that its source has yet to bring.
        const known = records.filter(({ eventMs }) => eventMs <= ingest.clockMs)
        if (known.length === 0) return
        chunks.push(known.map(itemOf))
        await ingest.load()
        ingest.step(known.length)
        log.commit([ingest.position()])
        ingest.committed()
      },
      async close() {
        ingest.release()
        await log.close()
      },
    }
  } catch (error) {
    await log.close()
    throw error
  }
}

function itemOf({ topic, key, eventMs, receiveMs, value }: SourceRecord): SourceItem {
  return { kind: 'record', stream: 0, topic: topics[topic], key, value, eventMs, receiveMs }
}
