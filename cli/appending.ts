import { deadLetters } from '../engine/core/dead-letter.ts'
import { Ingest, savedSourceKind } from '../engine/core/ingest.ts'
import type { Topic } from '../engine/core/topic.ts'
import { LmdbLog, savedPartitions } from '../engine/log/lmdb.ts'
import type { Control } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import { runName } from './run-name.ts'

/** Appends a command to a folder on which no engine runs, at the folder's clock. */
export async function appendCommand(folder: string, control: Omit<Control, 'id'>): Promise<number> {
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
    const source = {
      id: 'commands',
      kind: savedSourceKind(log),
      streams: 0,
      topics: [topics.ticks, topics.klines, topics.context],
      bounded: false,
      async *read() {},
    }
    const limits = {
      heartbeatMs: 60_000,
      heartbeatGraceMs: 2_001,
      closingMs: 0,
      aheadMaxMs: 0,
      jumpMaxMs: 0,
    }
    const ingest = new Ingest(source, log, { ...limits, partitions }, [topics.control])
    const id = `${control.who}@${ingest.clockMs}#${log.end(topics.control, 0)}`
    const stampMs = ingest.inject(topics.control, 'control', { ...control, id })
    log.commit([ingest.position()])
    return stampMs
  } finally {
    await log.close()
  }
}
