import { Engine, type EngineOptions } from '../core/engine.ts'
import type { LogRecord } from '../core/message.ts'
import type { Pipeline } from '../core/pipeline.ts'
import type { Topic } from '../core/topic.ts'
import { defineTopology, type Topology } from '../core/topology.ts'
import type { Log } from '../log/log.ts'
import { MemoryLog } from '../log/memory.ts'

export const testIngest = {
  heartbeatMs: 60_000,
  heartbeatGraceMs: 2_001,
  closingMs: 4_000,
  aheadMaxMs: 5_000,
  jumpMaxMs: 86_400_000,
}

/** An engine over a memory log, with limits that a test may change. */
export function engineOf(
  options: Pick<EngineOptions, 'topology' | 'source'> & Partial<EngineOptions>,
): Engine {
  const { topology, partitions = 2 } = options
  return new Engine({
    log: new MemoryLog({ topics: topology.topics, partitions }),
    ingest: testIngest,
    batch: 100,
    commitEvents: 100,
    commitMs: 60_000,
    ...options,
    partitions,
  })
}

/** One keyed sub-topology that reads one topic from the source. */
export function oneStage(
  input: Topic<unknown>,
  outputs: readonly Topic<unknown>[],
  ...pipelines: readonly Pipeline[]
): Topology {
  return defineTopology(
    [
      {
        id: 'stage',
        partitioning: 'key',
        inputs: [{ topic: input, from: 'source', delayMs: 0, rank: 0 }],
        feedback: [],
        pipelines,
        merge: 'stream',
        timerRank: 0,
      },
    ],
    [input, ...outputs],
  )
}

/** Every record of a topic, partition after partition, without heartbeats. */
export function recordsOf(log: Log, topic: Topic<unknown>): LogRecord[] {
  const all: LogRecord[] = []
  for (let partition = 0; partition < log.partitions(topic); partition++) {
    for (let offset = log.start(topic, partition); ; ) {
      const records = log.read(topic, partition, offset, 1_000)
      if (records.length === 0) break
      all.push(...records.filter(({ key }) => key !== null))
      offset += records.length
    }
  }
  return all
}
