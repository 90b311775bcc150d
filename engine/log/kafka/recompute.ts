import type { LogRecord } from '../../core/message.ts'
import type { HistoryReader } from '../../core/recomputation.ts'
import { Recomputation, type Recomputed } from '../../core/recomputation.ts'
import type { SubTopology } from '../../core/sub-topology.ts'
import { partitionsOf, type Topic } from '../../core/topic.ts'
import type { ClusterLink } from './cluster-link.ts'
import type { Reading } from './read-buffers.ts'
import { recordsOf } from './record-codec.ts'

/** A stretch of a partition: from an offset to before another. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

export interface RecomputeOptions {
  readonly link: ClusterLink
  readonly spec: SubTopology
  readonly partition: number
  /** What is read of each partition. */
  readonly stretchOf: (topic: Topic<unknown>, partition: number) => Promise<Stretch>
  readonly untilMs: number
  /** Called now and then with the time up to which it has come. */
  readonly onProgress: (timeMs: number) => void
}

const eventsAtOnce = 4_096

/** Computes a task's state anew from what lies on the cluster; writes nothing. */
export async function recompute(options: RecomputeOptions): Promise<Recomputed> {
  const { link, spec, partition, stretchOf, untilMs, onProgress } = options
  const history = new KafkaHistory(link)
  const from: { [topicPartition: string]: number } = {}
  for (const { topic } of [...spec.inputs, ...spec.feedback]) {
    const own = spec.partitioning === 'key' && topic.partitioning === 'key'
    const count = partitionsOf(topic, link.options.partitions)
    for (const of of own ? [partition] : Array.from({ length: count }, (_, p) => p)) {
      const stretch = await stretchOf(topic, of)
      from[`${topic.name}/${of}`] = stretch.from
      // What comes back from others may be in force from the very first record on: it must be there before that.
      const whole = spec.feedback.some((one) => one.topic === topic)
      await history.add(topic, of, stretch, whole)
    }
  }
  try {
    await history.rewind()
    const computing = new Recomputation({ spec, partition, history, from, untilMs })
    for (;;) {
      const arrival = link.buffers.arrival()
      if (link.buffers.failure !== undefined) throw link.buffers.failure
      // Looked at before the step: what comes meanwhile is for the next one.
      const whole = history.whole
      const events = await computing.step(eventsAtOnce)
      if (events > 0) {
        onProgress(computing.nowMs)
        continue
      }
      if (whole || computing.done) return computing.result()
      link.buffers.more()
      await arrival
    }
  } finally {
    history.close()
  }
}

interface Part extends Stretch {
  readonly topic: Topic<unknown>
  readonly partition: number
  /** All of it, where it is held whole. */
  readonly held: readonly LogRecord[] | undefined
  reading: Reading<LogRecord> | undefined
  newestMs: number
}

class KafkaHistory implements HistoryReader {
  private readonly link: ClusterLink
  private readonly parts = new Map<string, Part>()

  constructor(link: ClusterLink) {
    this.link = link
  }

  async add(
    topic: Topic<unknown>,
    partition: number,
    stretch: Stretch,
    whole: boolean,
  ): Promise<void> {
    const { fetcher, options } = this.link
    let held: LogRecord[] | undefined
    if (whole) {
      const name = options.names.topic(topic)
      const kept = await fetcher.readKept(name, partition, stretch.from, stretch.to)
      const inside = kept.filter(({ offset }) => offset < stretch.to)
      held = await recordsOf(topic, inside, options.ids)
    }
    const part = {
      topic,
      partition,
      ...stretch,
      held,
      reading: undefined,
      newestMs: Number.NEGATIVE_INFINITY,
    }
    this.parts.set(`${topic.name}/${partition}`, part)
  }

  get whole(): boolean {
    return [...this.parts.values()].every((part) => isWhole(part))
  }

  partitions(topic: Topic<unknown>): number {
    return partitionsOf(topic, this.link.options.partitions)
  }

  fetch(topic: Topic<unknown>, partition: number) {
    const part = this.part(topic, partition)
    return (offset: number): readonly LogRecord[] => {
      if (part.held !== undefined)
        return part.held.filter((record) => (record.offset as number) >= offset)
      const records = part.reading?.fetch(offset) ?? []
      const newest = records.at(-1)
      if (newest === undefined) return records
      if ((newest.offset as number) < part.to) {
        part.newestMs = Math.max(part.newestMs, newest.timeMs)
        return records
      }
      const kept = records.filter((record) => (record.offset as number) < part.to)
      part.newestMs = Math.max(part.newestMs, kept.at(-1)?.timeMs ?? part.newestMs)
      return kept
    }
  }

  isWhole(topic: Topic<unknown>, partition: number): boolean {
    return isWhole(this.part(topic, partition))
  }

  newestMs(topic: Topic<unknown>, partition: number): number {
    return this.part(topic, partition).newestMs
  }

  release(topic: Topic<unknown>, partition: number, offset: number): void {
    this.part(topic, partition).reading?.release(offset)
  }

  async rewind(): Promise<void> {
    const { buffers, options } = this.link
    this.close()
    for (const part of this.parts.values()) {
      if (part.from >= part.to || part.held !== undefined) continue
      part.newestMs = Number.NEGATIVE_INFINITY
      part.reading = await buffers.open<LogRecord>(
        options.names.topic(part.topic),
        part.partition,
        part.from,
        (fetched) => recordsOf(part.topic, fetched, options.ids),
      )
    }
  }

  close(): void {
    for (const part of this.parts.values()) {
      part.reading?.close()
      part.reading = undefined
    }
  }

  private part(topic: Topic<unknown>, partition: number): Part {
    return this.parts.get(`${topic.name}/${partition}`) as Part
  }
}

function isWhole({ held, reading, from, to }: Part): boolean {
  return held !== undefined || from >= to || (reading?.readTo ?? from) >= to
}
