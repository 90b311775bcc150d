import type { Kafka } from 'kafkajs'
import { UncertainCommitError } from '../../core/errors.ts'
import type { OnWarning } from './client.ts'
import type { FetchedRecord } from './fetch-response.ts'
import { Fetcher } from './fetcher.ts'
import type { KafkaNames } from './names.ts'
import { ReadBuffers } from './read-buffers.ts'
import type { SchemaIds } from './record-codec.ts'
import { TaskLog } from './task-log.ts'
import { TaskProducer } from './task-producer.ts'

export interface ClusterLinkOptions {
  readonly client: Kafka
  readonly names: KafkaNames
  readonly ids: SchemaIds
  /** Partitions of the topics that are keyed, and so the tasks of their sub-topologies. */
  readonly partitions: number
  /** Names this run of the program. */
  readonly run: string
  /** How long a dead task's open transaction holds its readers up. */
  readonly transactionTimeoutMs: number
  readonly onWarning: OnWarning
}

/** What a task that was taken over writes with. */
export interface TakenTask {
  readonly producer: TaskProducer
  readonly log: TaskLog
}

/** What the tasks of one process share: the connections they read by, and how a task is taken over. */
export class ClusterLink {
  readonly options: ClusterLinkOptions
  readonly buffers: ReadBuffers
  private readonly fetcher: Fetcher

  private constructor(options: ClusterLinkOptions, fetcher: Fetcher) {
    this.options = options
    this.fetcher = fetcher
    this.buffers = new ReadBuffers(fetcher)
  }

  static async connect(options: ClusterLinkOptions): Promise<ClusterLink> {
    const { client, onWarning } = options
    const fetching = { bufferRecords: 60_000, waitMs: 100, onWarning }
    return new ClusterLink(options, await Fetcher.connect(client, fetching))
  }

  /** Fences who had the task before, and brings back its state as of the last commit. */
  async takeOver(subTopology: string, partition: number): Promise<TakenTask> {
    const { client, names, ids, partitions, run, transactionTimeoutMs } = this.options
    const producer = await TaskProducer.take(client, {
      transactionalId: names.transactionalId(subTopology, partition),
      transactionTimeoutMs,
    })
    try {
      const changelog = await this.readAll(names.changelog(subTopology), partition)
      const writer = { names, ids, subTopology, partition, partitions, run, producer }
      return { producer, log: new TaskLog(writer, changelog) }
    } catch (error) {
      await producer.close()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.buffers.close()
  }

  /**
   * Everything that is kept of a partition. Its end is asked for when its writer has been fenced, so
   * nothing is pending, and it is reached by position: the last record may be a marker, or gone.
   */
  private async readAll(topic: string, partition: number): Promise<FetchedRecord[]> {
    const { start, end } = await this.fetcher.bounds(topic, partition)
    const records: FetchedRecord[] = []
    if (start >= end) return records
    const feed = await this.fetcher.add(topic, partition, start)
    try {
      for (;;) {
        const arrival = this.fetcher.arrival()
        const readTo = feed.nextOffset
        for (const record of feed.take()) records.push(record)
        if (feed.failure !== undefined) throw feed.failure
        if (readTo >= end) return records
        this.fetcher.fetch()
        await arrival
      }
    } finally {
      this.fetcher.remove(feed)
    }
  }
}

/** The cluster is away, or has to be asked anew: not a fault of what runs. */
export function isPassing(error: unknown): boolean {
  return error instanceof UncertainCommitError || (error as Error).name.startsWith('KafkaJS')
}
