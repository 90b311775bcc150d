import type { Kafka } from 'kafkajs'
import { TaskCorruptedError } from '../../core/errors.ts'
import type { Topic } from '../../core/topic.ts'
import { recordHash } from '../record-hash.ts'
import type { ReadLimits, ReadRecords, RecordReader } from '../record-reader.ts'
import { decodeFetchResponse, type FetchedPartition, type FetchedRecord } from './fetch-response.ts'
import type { KafkaNames } from './names.ts'
import {
  askAgain,
  errorOfCode,
  fetchRequest,
  type PrivateCluster,
  privateCluster,
} from './private-cluster.ts'
import { recordsOf, type SchemaIds } from './record-codec.ts'

export interface KafkaReaderOptions {
  readonly client: Kafka
  readonly names: KafkaNames
  readonly ids: SchemaIds
  /** What is read. */
  readonly partitions: readonly {
    readonly topic: Topic<unknown>
    readonly partition: number
  }[]
}

/**
 * Reads partitions on demand, read-committed: nothing is fetched ahead, so that many partitions with a long
 * past need no memory. For what must not wait there is `Fetcher`.
 */
export class KafkaReader implements RecordReader {
  private readonly options: KafkaReaderOptions
  private readonly cluster: PrivateCluster
  private readonly ends = new Map<string, number>()

  private constructor(options: KafkaReaderOptions, cluster: PrivateCluster) {
    this.options = options
    this.cluster = cluster
  }

  static async connect(options: KafkaReaderOptions): Promise<KafkaReader> {
    const cluster = privateCluster(options.client)
    try {
      await cluster.connect()
      const topics = new Set(options.partitions.map(({ topic }) => options.names.topic(topic)))
      await askAgain(cluster, attemptsMax, () => cluster.addMultipleTargetTopics([...topics]))
    } catch (error) {
      await cluster.disconnect()
      throw error
    }
    return new KafkaReader(options, cluster)
  }

  /** Asks the brokers where the last stable offsets are. */
  async refresh(): Promise<void> {
    const found = await this.offsets(this.options.partitions, false)
    for (const [place, end] of found) this.ends.set(place, end)
  }

  end(topic: Topic<unknown>, partition: number): number {
    return this.ends.get(this.placeOf(topic, partition)) ?? 0
  }

  async read(
    topic: Topic<unknown>,
    partition: number,
    offset: number,
    { recordsMax, bytesMax }: ReadLimits,
  ): Promise<ReadRecords> {
    const behind = this.end(topic, partition)
    const fetched: FetchedRecord[] = []
    let start = offset
    let end = offset
    for (let bytes = 0; end < behind && fetched.length < recordsMax && bytes < bytesMax; ) {
      const found = await this.fetch(topic, partition, end, Math.min(stepBytes, bytesMax - bytes))
      if (found === undefined) {
        // A hole behind what was read belongs to the next read.
        if (fetched.length > 0) break
        start = await this.oldest(topic, partition, end)
        end = start
        continue
      }
      for (const record of found.records) {
        fetched.push(record)
        if (record.valueAt >= 0) bytes += record.valueEnd - record.valueAt
      }
      if (found.nextOffset === end) break
      end = found.nextOffset
    }
    const [tooMany] = fetched.splice(recordsMax)
    return {
      start,
      records: await recordsOf(topic, fetched, this.options.ids),
      end: tooMany?.offset ?? end,
      hash: (index) => hashOfFetched(fetched[index] as FetchedRecord),
    }
  }

  async hashOf(
    topic: Topic<unknown>,
    partition: number,
    offset: number,
  ): Promise<string | undefined> {
    const found = await this.fetch(topic, partition, offset, 1)
    const [first] = found?.records ?? []
    return first?.offset === offset ? hashOfFetched(first) : undefined
  }

  async close(): Promise<void> {
    await this.cluster.disconnect()
  }

  /** At least one batch, however large; undefined where the offset is not kept. */
  private fetch(
    topic: Topic<unknown>,
    partition: number,
    offset: number,
    maxBytes: number,
  ): Promise<FetchedPartition | undefined> {
    const name = this.options.names.topic(topic)
    const asked = [{ topic: name, partitions: [{ partition, fetchOffset: offset, maxBytes }] }]
    const request = fetchRequest(asked, { waitMs: 0, maxBytes }, (raw) =>
      decodeFetchResponse(raw, () => offset),
    )
    return askAgain(this.cluster, attemptsMax, async () => {
      const [nodeId] = Object.keys(this.cluster.findLeaderForPartitions(name, [partition]))
      if (nodeId === undefined) throw errorOfCode(unknownTopicOrPartition)
      const broker = await this.cluster.findBroker({ nodeId })
      const answer = await broker.connectionPool.send(request)
      const [found] = answer.partitions
      const errorCode = answer.errorCode || (found?.errorCode ?? unknownTopicOrPartition)
      if (errorCode === offsetOutOfRange) return undefined
      if (errorCode !== 0) throw errorOfCode(errorCode)
      return found
    })
  }

  /** Where a partition begins whose retention has removed an offset. */
  private async oldest(topic: Topic<unknown>, partition: number, offset: number): Promise<number> {
    const place = this.placeOf(topic, partition)
    const oldest = (await this.offsets([{ topic, partition }], true)).get(place) ?? 0
    if (oldest > offset) return oldest
    throw new TaskCorruptedError(
      `${place}: offset ${offset} was not written yet, though it was read: the topic was made anew`,
      { topic: topic.name, partition, offset },
    )
  }

  /** Of the oldest records kept, or behind the newest stable ones; by topic/partition. */
  private async offsets(
    partitions: KafkaReaderOptions['partitions'],
    fromBeginning: boolean,
  ): Promise<ReadonlyMap<string, number>> {
    const byTopic = new Map<string, { readonly partition: number }[]>()
    for (const { topic, partition } of partitions) {
      const name = this.options.names.topic(topic)
      const known = byTopic.get(name)
      if (known === undefined) byTopic.set(name, [{ partition }])
      else known.push({ partition })
    }
    const asked = [...byTopic].map(([topic, of]) => ({ topic, partitions: of, fromBeginning }))
    return askAgain(this.cluster, attemptsMax, async () => {
      const offsets = new Map<string, number>()
      for (const { topic, partitions: found } of await this.cluster.fetchTopicsOffset(asked))
        for (const { partition, offset } of found)
          offsets.set(`${topic}/${partition}`, Number(offset))
      // A broker that is coming back does not know all its partitions at once.
      if (offsets.size < partitions.length) throw errorOfCode(unknownTopicOrPartition)
      return offsets
    })
  }

  private placeOf(topic: Topic<unknown>, partition: number): string {
    return `${this.options.names.topic(topic)}/${partition}`
  }
}

/** Of one partition at a time. */
const stepBytes = 2 * 1_048_576
/** All together about a second: whoever reads tries again, and can be told to stop. */
const attemptsMax = 10

const offsetOutOfRange = 1
const unknownTopicOrPartition = 3

function hashOfFetched({ timeMs, key, value }: FetchedRecord): string {
  return recordHash(timeMs, key?.toString() ?? null, value ?? Buffer.alloc(0))
}
