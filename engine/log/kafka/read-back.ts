import type { Topic } from '../../core/topic.ts'
import { MemoryLog } from '../memory.ts'
import type { ClusterLink } from './cluster-link.ts'
import { recordsOf } from './record-codec.ts'

/** What is committed of some topics, read into memory, whole or from a time on; offsets are counted anew there. */
export async function readBack(
  { fetcher, options }: ClusterLink,
  topics: readonly Topic<unknown>[],
  fromMs?: number,
): Promise<MemoryLog> {
  const { names, ids, partitions } = options
  const log = new MemoryLog({ topics, partitions })
  for (const topic of log.topics) {
    for (let partition = 0; partition < log.partitions(topic); partition++) {
      const name = names.topic(topic)
      const from = fromMs === undefined ? 0 : await fetcher.offsetAt(name, partition, fromMs)
      const kept = await fetcher.readKept(name, partition, from)
      for (const record of await recordsOf(topic, kept, ids)) log.append(topic, partition, record)
    }
  }
  log.commit([])
  return log
}
