import type { SourceRecord } from '../connectors/files/source-record.ts'
import type { SourceItem } from '../engine/core/source.ts'
import { topics } from '../schemas/topics.ts'
import { openIdleFolder } from './idle-folder.ts'

/** A folder on which no engine runs, open for what is fetched later; the next start takes it. */
export interface OpenFolder {
  enter(records: readonly SourceRecord[]): Promise<void>
  close(): Promise<void>
}

/** Each batch is one commit. Throws where the folder has no time yet. */
export async function openForBackfill(folder: string): Promise<OpenFolder> {
  const chunks: (readonly SourceItem[])[] = []
  const { log, ingest } = await openIdleFolder(folder, {
    source: {
      id: 'backfill',
      streams: 1,
      async *read() {
        for (;;) yield chunks.shift() ?? []
      },
    },
    aheadMaxMs: 5_000,
  })
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
}

function itemOf({ topic, key, eventMs, receiveMs, value }: SourceRecord): SourceItem {
  return { kind: 'record', stream: 0, topic: topics[topic], key, value, eventMs, receiveMs }
}
