import type { LogRecord } from '../engine/core/message.ts'
import type { Topic } from '../engine/core/topic.ts'
import type { ClusterLink } from '../engine/log/kafka/cluster-link.ts'
import type { Reading } from '../engine/log/kafka/read-buffers.ts'
import { recordsOf } from '../engine/log/kafka/record-codec.ts'
import { MemoryLog } from '../engine/log/memory.ts'

interface Followed {
  readonly topic: Topic<unknown>
  readonly partition: number
  readonly reading: Reading<LogRecord>
  offset: number
}

/** Some topics of an application, kept at hand in memory as they grow; their offsets are counted anew. */
export class KafkaTail {
  readonly log: MemoryLog
  private readonly followed: readonly Followed[]

  private constructor(log: MemoryLog, followed: readonly Followed[]) {
    this.log = log
    this.followed = followed
  }

  /** Resolves when everything that is committed now has come. */
  static async open(link: ClusterLink, topics: readonly Topic<unknown>[]): Promise<KafkaTail> {
    const { names, ids, partitions } = link.options
    const log = new MemoryLog({ topics, partitions })
    const followed: Followed[] = []
    const ends: number[] = []
    for (const topic of topics) {
      const name = names.topic(topic)
      for (let partition = 0; partition < log.partitions(topic); partition++) {
        const { start, end } = await link.fetcher.bounds(name, partition)
        const reading = await link.buffers.open<LogRecord>(name, partition, start, (fetched) =>
          recordsOf(topic, fetched, ids),
        )
        followed.push({ topic, partition, reading, offset: start })
        ends.push(end)
      }
    }
    const tail = new KafkaTail(log, followed)
    for (;;) {
      const arrival = link.buffers.arrival()
      if (link.buffers.failure !== undefined) throw link.buffers.failure
      tail.poll()
      link.buffers.more()
      if (followed.every(({ reading }, at) => reading.readTo >= (ends[at] as number))) return tail
      await arrival
    }
  }

  /** Takes what has come. */
  poll(): void {
    for (const one of this.followed) {
      for (;;) {
        const records = one.reading.fetch(one.offset)
        for (const record of records) this.log.append(one.topic, one.partition, record)
        const newest = records.at(-1)
        if (newest?.offset === undefined) break
        one.offset = newest.offset + 1
        one.reading.release(one.offset)
      }
    }
    this.log.commit([])
  }

  close(): void {
    for (const { reading } of this.followed) reading.close()
  }
}
