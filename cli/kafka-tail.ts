import type { LogRecord } from '../engine/core/message.ts'
import type { Topic } from '../engine/core/topic.ts'
import { newestStampMs } from '../engine/log/by-stamp.ts'
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
  private readonly followed: Followed[] = []
  private readonly link: ClusterLink

  private constructor(link: ClusterLink, topics: readonly Topic<unknown>[]) {
    this.link = link
    this.log = new MemoryLog({ topics, partitions: link.options.partitions })
  }

  /** Resolves when everything that is committed now has come; of `recent`, what is as new as that before the newest. */
  static async open(
    link: ClusterLink,
    topics: readonly Topic<unknown>[],
    recent: { readonly topics: readonly Topic<unknown>[]; readonly lengthMs: number },
  ): Promise<KafkaTail> {
    const tail = new KafkaTail(link, [...topics, ...recent.topics])
    await tail.follow(topics)
    const newest = topics.map((topic) => newestStampMs(tail.log, topic) ?? Number.NEGATIVE_INFINITY)
    await tail.follow(recent.topics, Math.max(...newest) - recent.lengthMs)
    return tail
  }

  private async follow(topics: readonly Topic<unknown>[], fromMs?: number): Promise<void> {
    const { link, log, followed } = this
    const { names, ids } = link.options
    const ends: { readonly reading: Reading<LogRecord>; readonly end: number }[] = []
    for (const topic of topics) {
      const name = names.topic(topic)
      for (let partition = 0; partition < log.partitions(topic); partition++) {
        const { start, end } = await link.fetcher.bounds(name, partition)
        const offset =
          fromMs === undefined ? start : await link.fetcher.offsetAt(name, partition, fromMs)
        const reading = await link.buffers.open<LogRecord>(name, partition, offset, (fetched) =>
          recordsOf(topic, fetched, ids),
        )
        followed.push({ topic, partition, reading, offset })
        ends.push({ reading, end })
      }
    }
    for (;;) {
      const arrival = link.buffers.arrival()
      if (link.buffers.failure !== undefined) throw link.buffers.failure
      this.poll()
      link.buffers.more()
      if (ends.every(({ reading, end }) => reading.readTo >= end)) return
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
