import type { Topic } from '../core/topic.ts'
import type { Log } from './log.ts'
import type { ReadSoFar } from './records-of.ts'

/** Where in each partition of a topic what was stamped at or after a time begins. */
export function offsetsAt(log: Log, topic: Topic<unknown>, timeMs: number): ReadSoFar {
  const found: ReadSoFar = new Map()
  for (let partition = 0; partition < log.partitions(topic); partition++) {
    // Stamps never fall within a partition.
    let low = log.start(topic, partition)
    let high = log.end(topic, partition)
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2)
      const [record] = log.read(topic, partition, middle, 1)
      if (record === undefined || record.timeMs >= timeMs) high = middle
      else low = middle + 1
    }
    found.set(`${topic.name}/${partition}`, low)
  }
  return found
}

/** The newest stamp of a topic; undefined where nothing of it is kept. */
export function newestStampMs(log: Log, topic: Topic<unknown>): number | undefined {
  let newestMs: number | undefined
  for (let partition = 0; partition < log.partitions(topic); partition++) {
    const end = log.end(topic, partition)
    if (end === log.start(topic, partition)) continue
    const stampMs = log.read(topic, partition, end - 1, 1)[0]?.timeMs
    if (stampMs !== undefined) newestMs = Math.max(newestMs ?? stampMs, stampMs)
  }
  return newestMs
}
