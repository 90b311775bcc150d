import type { LogRecord } from '../core/message.ts'
import type { Topic } from '../core/topic.ts'
import type { Log } from './log.ts'

/** How far each partition has been read, by `topic/partition`; empty: nothing yet. */
export type ReadSoFar = Map<string, number>

/**
 * Every message of a topic that is still kept, partition by partition, heartbeats left out. With
 * the same `soFar` again, only those behind the ones it has given to their end.
 */
export function* recordsOf<T>(
  log: Log,
  topic: Topic<T>,
  soFar: ReadSoFar = new Map(),
): Generator<{ readonly key: string; readonly value: T; readonly timeMs: number }> {
  for (let partition = 0; partition < log.partitions(topic); partition++) {
    const place = `${topic.name}/${partition}`
    const start = log.start(topic, partition)
    for (let offset = Math.max(start, soFar.get(place) ?? start); ; ) {
      const records: readonly LogRecord[] = log.read(topic, partition, offset, 4_096)
      if (records.length === 0) break
      for (const { key, value, timeMs } of records) {
        if (key !== null) yield { key, value: value as T, timeMs }
      }
      offset += records.length
      soFar.set(place, offset)
    }
  }
}
