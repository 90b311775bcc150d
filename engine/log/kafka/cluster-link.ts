import type { Kafka } from 'kafkajs'
import type { DeadLetter } from '../../core/dead-letter.ts'
import type { OnWarning } from './client.ts'
import { Fetcher } from './fetcher.ts'
import type { KafkaObserver } from './kafka-metrics.ts'
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
  readonly fetcher: Fetcher

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
  async takeOver(
    subTopology: string,
    partition: number,
    observer?: KafkaObserver,
  ): Promise<TakenTask> {
    const { client, names, ids, partitions, run, transactionTimeoutMs } = this.options
    const producer = await TaskProducer.take(client, {
      transactionalId: names.transactionalId(subTopology, partition),
      transactionTimeoutMs,
    })
    try {
      const startedMs = performance.now()
      const changelog = await this.fetcher.readKept(names.changelog(subTopology), partition)
      const writer = { names, ids, subTopology, partition, partitions, run, producer }
      const onLetter = (letter: DeadLetter): void => observer?.buried(letter)
      const log = new TaskLog({ ...writer, onLetter }, changelog)
      const seconds = (performance.now() - startedMs) / 1_000
      observer?.restored(`${subTopology}.${partition}`, changelog.length, seconds)
      return { producer, log }
    } catch (error) {
      await producer.close()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.buffers.close()
  }
}
