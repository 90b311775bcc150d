import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Topic } from '../../../engine/core/topic.ts'
import { LmdbLog } from '../../../engine/log/lmdb.ts'
import { sinkTables } from '../tables.ts'

/** Two months meet in these records, so that a batch has to be cut. */
export const firstTimeMs = Date.UTC(2025, 4, 31, 23, 50)

export interface TestFolder {
  readonly path: string
  readonly log: LmdbLog
  remove(): Promise<void>
}

export function testFolder(partitions = 2): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'alphapulse-sink-'))
  const log = new LmdbLog({
    folder: path,
    topics: sinkTables.map(({ topic }) => topic),
    partitions,
    identity: { source: 'test' },
    durability: 'process',
  })
  return {
    path,
    log,
    async remove() {
      await log.close()
      rmSync(path, { recursive: true, force: true })
    },
  }
}

export function topicNamed(name: string): Topic<unknown> {
  const table = sinkTables.find(({ topic }) => topic.name === name)
  if (table === undefined) throw new Error(`no topic '${name}'`)
  return table.topic
}
