import type { LogRecord } from '../core/message.ts'
import type { Topic } from '../core/topic.ts'
import type { Log } from './log.ts'

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
