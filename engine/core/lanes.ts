import type { SourceLog } from '../log/log.ts'
import { ConfigError } from './errors.ts'
import { heartbeat, type LogRecord } from './message.ts'
import { implausibleKey } from './plausible.ts'
import { partitionOf, type Topic } from './topic.ts'

/** One partition that the ingest writes, and the last stamp it wrote there. */
export interface Lane {
  readonly topic: Topic<unknown>
  readonly partition: number
  stampMs: number
}

export type Stamps = { readonly [topicPartition: string]: number }

/** Every partition of the topics of an ingest. */
export class Lanes {
  private readonly log: SourceLog
  private readonly byTopic = new Map<string, Lane[]>()
  private readonly byKey = new Map<Topic<unknown>, Map<string, Lane>>()

  constructor(log: SourceLog, topics: readonly Topic<unknown>[], stamps: Stamps) {
    this.log = log
    for (const topic of topics) {
      const lanes = Array.from({ length: log.partitions(topic) }, (_, partition) => ({
        topic,
        partition,
        stampMs: stamps[`${topic.name}/${partition}`] ?? Number.NEGATIVE_INFINITY,
      }))
      this.byTopic.set(topic.name, lanes)
    }
  }

  /** Where a key's records go, or why it cannot be a key. */
  of(topic: Topic<unknown>, key: string): Lane | string {
    let lanes = this.byKey.get(topic)
    if (lanes === undefined) {
      lanes = new Map()
      this.byKey.set(topic, lanes)
    }
    const known = lanes.get(key)
    if (known !== undefined) return known
    const fault = implausibleKey(key)
    if (fault !== undefined) return fault
    const partitions = this.byTopic.get(topic.name)
    const lane = partitions?.[partitionOf(key, partitions.length)]
    if (lane === undefined)
      throw new ConfigError(`topic '${topic.name}' is not one of those that the source declares`)
    if (lanes.size >= keysMax) lanes.clear()
    lanes.set(key, lane)
    return lane
  }

  write(lane: Lane, record: LogRecord): void {
    this.log.append(lane.topic, lane.partition, record)
    lane.stampMs = record.timeMs
  }

  /** A heartbeat to every partition whose last stamp is older. */
  beat(timeMs: number): void {
    const record = heartbeat(timeMs)
    for (const lanes of this.byTopic.values()) {
      for (const lane of lanes) {
        if (lane.stampMs < timeMs) this.write(lane, record)
      }
    }
  }

  stamps(): Stamps {
    const stamps: { [topicPartition: string]: number } = {}
    for (const lanes of this.byTopic.values()) {
      for (const { topic, partition, stampMs } of lanes)
        stamps[`${topic.name}/${partition}`] = stampMs
    }
    return stamps
  }
}

/** Keys are symbols and the like: few. A flood of them must not fill the memory. */
const keysMax = 100_000
