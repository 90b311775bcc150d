import type { Kafka } from 'kafkajs'
import type { DeadLetter } from '../../core/dead-letter.ts'
import { StateMirror } from './changelog.ts'
import type { Checkpoints, TaskCheckpoint } from './checkpoints.ts'
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
  /** Names this process to people. */
  readonly by: string
  /** How long a dead task's open transaction holds its readers up. */
  readonly transactionTimeoutMs: number
  readonly onWarning: OnWarning
}

export interface TakeOverOptions {
  readonly observer?: KafkaObserver
  /** Where this process keeps its tasks' states, if it does. */
  readonly checkpoints?: Checkpoints
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

  /** Fences who had the task before, and brings back its state as of the last commit; gives what it writes with. */
  async takeOver(
    subTopology: string,
    partition: number,
    { observer, checkpoints }: TakeOverOptions = {},
  ): Promise<TaskLog> {
    const { client, names, ids, partitions, run, by, transactionTimeoutMs } = this.options
    const producer = await TaskProducer.take(client, {
      transactionalId: names.transactionalId(subTopology, partition),
      transactionTimeoutMs,
    })
    try {
      const startedMs = performance.now()
      const { mirror, checkpoint, records } = await this.restore(
        subTopology,
        partition,
        checkpoints,
      )
      const seconds = (performance.now() - startedMs) / 1_000
      observer?.restored(`${subTopology}.${partition}`, records, seconds)
      const writer = { names, ids, subTopology, partition, partitions, run, by, producer }
      const onLetter = (letter: DeadLetter): void => observer?.buried(letter)
      return new TaskLog({ ...writer, checkpoint, onLetter }, mirror)
    } catch (error) {
      await producer.close()
      throw error
    }
  }

  /** A task's committed state: of its checkpoint here, where there is one, and what the changelog has behind that. */
  private async restore(
    subTopology: string,
    partition: number,
    checkpoints: Checkpoints | undefined,
  ): Promise<{
    readonly mirror: StateMirror
    readonly checkpoint: TaskCheckpoint | undefined
    /** How many were read of the changelog. */
    readonly records: number
  }> {
    const { names } = this.options
    const topic = names.changelog(subTopology)
    const { start, end } = await this.fetcher.bounds(topic, partition)
    const mirror = new StateMirror()
    let checkpoint: TaskCheckpoint | undefined
    let from = start
    if (checkpoints !== undefined) {
      const topicId = await this.fetcher.topicId(topic)
      const changelog = { topic, partition, topicId, start, end }
      checkpoint = checkpoints.of(names.group(subTopology), changelog)
      const saved = await checkpoint.read()
      if (saved !== undefined) {
        mirror.load(saved)
        from = saved.offset
      }
    }
    let records = 0
    await this.fetcher.readThrough(topic, partition, from, end, (some, readTo) => {
      mirror.restore(some, readTo)
      records += some.length
    })
    return { mirror, checkpoint, records }
  }

  async close(): Promise<void> {
    await this.buffers.close()
  }
}
