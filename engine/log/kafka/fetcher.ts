import type { Kafka } from 'kafkajs'
import { StorageError, TaskCorruptedError } from '../../core/errors.ts'
import type { OnWarning } from './client.ts'
import { decodeFetchResponse, type FetchedRecord } from './fetch-response.ts'
import {
  askAgain,
  errorOfCode,
  type FetchRange,
  fetchRequest,
  type PrivateCluster,
  privateCluster,
} from './private-cluster.ts'
import { topicIdRequest } from './topic-id.ts'

export interface FetcherOptions {
  /** Records of a partition that wait to be taken; beyond it, it is not fetched. */
  readonly bufferRecords: number
  /** How long the broker may hold an empty answer back. */
  readonly waitMs: number
  readonly onWarning: OnWarning
}

/** One partition that is read from an offset on: committed records, in order, as they come. */
export class PartitionFeed {
  readonly topic: string
  readonly partition: number
  /** Everything before it was given or is no record: markers, aborted ones, what compaction took. */
  nextOffset: number
  /** Everything before it is stable; −1 until the broker was asked. */
  stableOffset = -1
  /** Why it can be read no further. */
  failure: Error | undefined
  readonly addedMs = performance.now()
  /** Number of the last request that asked for it. */
  asked = 0
  private waiting: FetchedRecord[] = []

  constructor(topic: string, partition: number, offset: number) {
    this.topic = topic
    this.partition = partition
    this.nextOffset = offset
  }

  get buffered(): number {
    return this.waiting.length
  }

  /** Takes everything that has come. */
  take(): readonly FetchedRecord[] {
    const taken = this.waiting
    this.waiting = []
    return taken
  }

  receive(records: readonly FetchedRecord[], nextOffset: number, stableOffset: number): void {
    if (this.waiting.length === 0) this.waiting = records as FetchedRecord[]
    else for (const record of records) this.waiting.push(record)
    this.nextOffset = nextOffset
    this.stableOffset = stableOffset
  }
}

/**
 * Reads partitions ahead of who takes their records, read-committed, from their leaders: one request
 * under way for each broker, and none for a partition whose buffer is full.
 */
export class Fetcher {
  private readonly cluster: PrivateCluster
  private readonly options: FetcherOptions
  private readonly feeds = new Set<PartitionFeed>()
  private requests = 0
  private readonly busyNodes = new Set<string>()
  private readonly loops = new Set<Promise<void>>()
  private listeners: (() => void)[] = []
  private closed = false
  /** Behind an error, before the next attempt. */
  private waiting = false

  private constructor(cluster: PrivateCluster, options: FetcherOptions) {
    this.cluster = cluster
    this.options = options
  }

  static async connect(client: Kafka, options: FetcherOptions): Promise<Fetcher> {
    const cluster = privateCluster(client)
    await cluster.connect()
    return new Fetcher(cluster, options)
  }

  async add(topic: string, partition: number, offset: number): Promise<PartitionFeed> {
    await askAgain(this.cluster, attemptsMax, () => this.cluster.addMultipleTargetTopics([topic]))
    const feed = new PartitionFeed(topic, partition, offset)
    this.feeds.add(feed)
    this.fetch()
    return feed
  }

  remove(feed: PartitionFeed): void {
    this.feeds.delete(feed)
  }

  /** Offsets of the oldest record kept and behind the newest stable one. */
  async bounds(
    topic: string,
    partition: number,
  ): Promise<{ readonly start: number; readonly end: number }> {
    const asked = { topic, partitions: [{ partition }] }
    const offset = (fromBeginning: boolean): Promise<number> =>
      askAgain(this.cluster, attemptsMax, async () => {
        await this.cluster.addMultipleTargetTopics([topic])
        const [found] = await this.cluster.fetchTopicsOffset([{ ...asked, fromBeginning }])
        return Number(found?.partitions[0]?.offset ?? 0)
      })
    return { start: await offset(true), end: await offset(false) }
  }

  /**
   * An offset before which all records are before a time, and behind which none is; for a partition whose times never
   * fall. Kafka's own search by time would stop at a transaction's marker, which bears the broker's clock.
   */
  async offsetAt(topic: string, partition: number, timeMs: number): Promise<number> {
    const { start, end } = await this.bounds(topic, partition)
    let low = start
    let high = end
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2)
      const first = await this.firstBetween(topic, partition, middle, high)
      if (first === undefined || first.timeMs >= timeMs) high = middle
      else low = first.offset + 1
    }
    return low
  }

  private async firstBetween(
    topic: string,
    partition: number,
    from: number,
    to: number,
  ): Promise<FetchedRecord | undefined> {
    for (let at = from; at < to; at += searchedAtOnce) {
      const records = await this.readKept(topic, partition, at, Math.min(to, at + searchedAtOnce))
      const first = records[0]
      if (first !== undefined) return first.offset < to ? first : undefined
    }
    return undefined
  }

  /** Everything that is kept of a partition and committed now, from one offset to another, and perhaps some behind it. */
  async readKept(
    topic: string,
    partition: number,
    from = 0,
    to = Number.POSITIVE_INFINITY,
  ): Promise<FetchedRecord[]> {
    const { start, end } = await this.bounds(topic, partition)
    const records: FetchedRecord[] = []
    await this.readThrough(topic, partition, Math.max(from, start), Math.min(to, end), (some) => {
      for (const record of some) records.push(record)
    })
    return records
  }

  /**
   * Gives what is committed from one offset to another, and perhaps some behind it, as it comes, and how far it has
   * been read by that. A changelog is read when its writer has been fenced, so that nothing of it is pending. The end is reached by
   * position: the last record may be a marker, or gone.
   */
  async readThrough(
    topic: string,
    partition: number,
    from: number,
    to: number,
    take: (records: readonly FetchedRecord[], readTo: number) => void,
  ): Promise<void> {
    if (from >= to) return
    const feed = await this.add(topic, partition, from)
    try {
      for (;;) {
        const arrival = this.arrival()
        const readTo = feed.nextOffset
        const records = feed.take()
        this.fetch()
        take(records, readTo)
        if (feed.failure !== undefined) throw feed.failure
        if (readTo >= to) return
        if (this.closed)
          throw new StorageError(`${topic} was not read to its end: the fetcher was closed`)
        await arrival
      }
    } finally {
      this.remove(feed)
    }
  }

  /** What tells a topic from one of the same name that was there before, or will be. */
  async topicId(topic: string): Promise<string> {
    return askAgain(this.cluster, attemptsMax, async () => {
      await this.cluster.addMultipleTargetTopics([topic])
      const [nodeId] = Object.keys(this.cluster.findLeaderForPartitions(topic, [0]))
      if (nodeId === undefined) throw new TaskCorruptedError(`${topic} has no partition 0`)
      const { connectionPool } = await this.cluster.findBroker({ nodeId })
      const { errorCode, id } = await connectionPool.send(topicIdRequest(topic))
      if (errorCode !== 0) throw errorOfCode(errorCode)
      return id
    })
  }

  /** Resolves when anything has come, or something failed, since the call. */
  arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.listeners.push(resolve)
    })
  }

  /** Sees to it that every partition with room is being fetched; to be called when records were taken. */
  fetch(): void {
    if (this.closed || this.waiting) return
    for (const [nodeId, feeds] of this.byLeader()) {
      if (this.busyNodes.has(nodeId)) continue
      this.busyNodes.add(nodeId)
      this.track(this.fetchFrom(nodeId, feeds))
    }
  }

  async close(): Promise<void> {
    this.closed = true
    this.feeds.clear()
    await Promise.all(this.loops)
    await this.cluster.disconnect()
    this.notify()
  }

  private byLeader(): Map<string, PartitionFeed[]> {
    const nodes = new Map<string, PartitionFeed[]>()
    // Each request begins with another: the first with records gets a whole batch, however large it is.
    const [first] = this.feeds
    if (first !== undefined) {
      this.feeds.delete(first)
      this.feeds.add(first)
    }
    let lost: Error | undefined
    for (const feed of this.askedNext()) {
      const [nodeId] = Object.keys(
        this.cluster.findLeaderForPartitions(feed.topic, [feed.partition]),
      )
      if (nodeId === undefined) {
        const absent = `${feed.topic} has no partition ${feed.partition}`
        if (feed.stableOffset < 0 && performance.now() - feed.addedMs > unknownMs) {
          feed.failure = new TaskCorruptedError(absent)
          this.notify()
        } else lost = new Error(`${absent} now`)
        continue
      }
      const feeds = nodes.get(nodeId)
      if (feeds === undefined) nodes.set(nodeId, [feed])
      else feeds.push(feed)
    }
    // It was read before: a broker that is coming back does not know all its partitions at once.
    if (lost !== undefined) this.track(this.recover(lost).then(() => this.fetch()))
    return nodes
  }

  /** A request names a partition once: of feeds that read the same one, it is the turn of who has waited longest. */
  private askedNext(): Iterable<PartitionFeed> {
    const next = new Map<string, PartitionFeed>()
    for (const feed of this.feeds) {
      if (feed.failure !== undefined || feed.buffered >= this.options.bufferRecords) continue
      const name = nameOf(feed)
      const other = next.get(name)
      if (other === undefined || feed.asked < other.asked) next.set(name, feed)
    }
    return next.values()
  }

  /** So that a close waits for it. */
  private track(loop: Promise<void>): void {
    this.loops.add(loop)
    void loop.finally(() => this.loops.delete(loop))
  }

  private async fetchFrom(nodeId: string, feeds: readonly PartitionFeed[]): Promise<void> {
    try {
      await this.request(nodeId, feeds)
    } catch (error) {
      if (!this.closed) await this.recover(error as Error)
    } finally {
      this.busyNodes.delete(nodeId)
    }
    this.fetch()
  }

  private async request(nodeId: string, feeds: readonly PartitionFeed[]): Promise<void> {
    const broker = await this.cluster.findBroker({ nodeId })
    this.requests++
    for (const feed of feeds) feed.asked = this.requests
    const asked = new Map(feeds.map((feed) => [nameOf(feed), { feed, offset: feed.nextOffset }]))
    const limits = { waitMs: this.options.waitMs, maxBytes: answerBytes }
    const answer = await broker.connectionPool.send(
      fetchRequest(rangesOf(feeds), limits, (raw) =>
        decodeFetchResponse(
          raw,
          (topic, partition) => asked.get(nameOf({ topic, partition }))?.offset ?? 0,
        ),
      ),
    )
    if (answer.errorCode !== 0) throw errorOfCode(answer.errorCode)
    let stale: Error | undefined
    let came = false
    for (const found of answer.partitions) {
      const feed = asked.get(nameOf(found))?.feed
      if (feed === undefined || !this.feeds.has(feed)) continue
      if (found.errorCode !== 0) {
        const error = errorOfCode(found.errorCode)
        if (error.type === 'OFFSET_OUT_OF_RANGE') feed.failure = outOfRange(feed)
        else stale = error
        came = true
        continue
      }
      came ||= found.nextOffset > feed.nextOffset || feed.stableOffset !== found.lastStableOffset
      feed.receive(found.records, found.nextOffset, found.lastStableOffset)
    }
    if (came) this.notify()
    if (stale !== undefined) throw stale
  }

  /** A broker that is gone, or leads no longer: others are asked, soon. */
  private async recover(error: Error): Promise<void> {
    this.options.onWarning(`kafka fetch: ${error.message}; trying again`)
    this.waiting = true
    await new Promise((resolve) => setTimeout(resolve, retryMs))
    try {
      await this.cluster.refreshMetadata()
    } catch (refreshError) {
      this.options.onWarning(`kafka metadata: ${(refreshError as Error).message}; trying again`)
    } finally {
      this.waiting = false
    }
  }

  private notify(): void {
    const listeners = this.listeners
    this.listeners = []
    for (const resolve of listeners) resolve()
  }
}

const answerBytes = 16 * 1_048_576
const partitionBytes = 2 * 1_048_576
const retryMs = 100
/** A topic that was only just made may be unknown to a broker for so long. */
const unknownMs = 5_000
/** Markers and aborted records are skipped in steps of so many offsets. */
const searchedAtOnce = 64
/** All together about ten seconds. */
const attemptsMax = 100

function nameOf({
  topic,
  partition,
}: {
  readonly topic: string
  readonly partition: number
}): string {
  return `${topic}/${partition}`
}

function rangesOf(feeds: readonly PartitionFeed[]): FetchRange[] {
  const byTopic = new Map<string, FetchRange['partitions'][number][]>()
  for (const { topic, partition, nextOffset } of feeds) {
    const range = { partition, fetchOffset: nextOffset, maxBytes: partitionBytes }
    const ranges = byTopic.get(topic)
    if (ranges === undefined) byTopic.set(topic, [range])
    else ranges.push(range)
  }
  return [...byTopic].map(([topic, partitions]) => ({ topic, partitions }))
}

function outOfRange({ topic, partition, nextOffset }: PartitionFeed): TaskCorruptedError {
  return new TaskCorruptedError(
    `${topic}/${partition}: offset ${nextOffset} is not kept: it is past its retention, or the topic was made anew`,
    { topic, partition, offset: nextOffset },
  )
}
