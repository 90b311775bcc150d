import type { Topic } from '../../engine/core/topic.ts'
import { DigestSum } from '../../engine/log/digest.ts'
import type { Log } from '../../engine/log/log.ts'

/** Count and digest by topic. */
export type DigestsSoFar = { readonly [topic: string]: string }

type LogRecords = ReturnType<Log['read']>

/** A topic's records up to a time, summed up once each. */
class TopicSoFar {
  private readonly log: Log
  private readonly topic: Topic<unknown>
  private readonly offsets: number[]
  private readonly sum = new DigestSum()
  /** Read, but of a later time; oldest first. */
  private held: LogRecords[number][] = []
  private text = '0'

  constructor(log: Log, topic: Topic<unknown>) {
    this.log = log
    this.topic = topic
    this.offsets = new Array<number>(log.partitions(topic)).fill(0)
  }

  upTo(timeMs: number): string {
    this.fetch()
    let count = 0
    for (const record of this.held) {
      if (record.timeMs > timeMs) break
      this.sum.add(this.topic, record)
      count++
    }
    if (count > 0) {
      this.held = this.held.slice(count)
      this.text = `${this.sum.records} ${this.sum.hex()}`
    }
    return this.text
  }

  private fetch(): void {
    const before = this.held.length
    for (let partition = 0; partition < this.offsets.length; partition++) {
      for (;;) {
        const offset = this.offsets[partition] ?? 0
        const records = this.log.read(this.topic, partition, offset, 4_096)
        if (records.length === 0) break
        for (const record of records) this.held.push(record)
        this.offsets[partition] = offset + records.length
      }
    }
    if (this.held.length > before) this.held.sort((a, b) => a.timeMs - b.timeMs)
  }
}

/**
 * The digests of what a log holds up to a time, of a run that goes on or has ended. Asked for at
 * times that never fall, so that each record is summed up once.
 */
export class DigestsUpTo {
  private readonly parts: readonly { readonly name: string; readonly topic: TopicSoFar }[]

  constructor(log: Log) {
    this.parts = log.topics
      .filter(({ digested }) => digested)
      .map((topic) => ({ name: topic.name, topic: new TopicSoFar(log, topic) }))
  }

  at(timeMs: number): DigestsSoFar {
    return Object.fromEntries(this.parts.map(({ name, topic }) => [name, topic.upTo(timeMs)]))
  }
}
