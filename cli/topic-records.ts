import type { LogRecord } from '../engine/core/message.ts'
import type { Topic } from '../engine/core/topic.ts'
import type { Log } from '../engine/log/log.ts'

/** Every message of a topic that is still kept, partition by partition, heartbeats left out. */
export function* recordsOf<T>(
  log: Log,
  topic: Topic<T>,
): Generator<{ readonly key: string; readonly value: T; readonly timeMs: number }> {
  for (let partition = 0; partition < log.partitions(topic); partition++) {
    for (let offset = log.start(topic, partition); ; ) {
      const records: readonly LogRecord[] = log.read(topic, partition, offset, 4_096)
      if (records.length === 0) break
      for (const { key, value, timeMs } of records) {
        if (key !== null) yield { key, value: value as T, timeMs }
      }
      offset += records.length
    }
  }
}

/** How many records a topic has had. Only the ingest's topics hold heartbeats, which count here too. */
export function lengthOf(log: Log, topic: Topic<unknown>): number {
  let length = 0
  for (let partition = 0; partition < log.partitions(topic); partition++)
    length += log.end(topic, partition)
  return length
}
