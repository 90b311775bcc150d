import type { Kafka, Message, Producer, TopicMessages, Transaction } from 'kafkajs'
import { TaskFencedError, UncertainCommitError } from '../../core/errors.ts'
import { retry } from './client.ts'
import { searchCoordinatorAnew } from './coordinator-corrections.ts'
import { bindToMember, correctedKafkajs, unbind } from './corrections.ts'

export interface InputOffsets {
  readonly groupId: string
  /** The member that reads the inputs: the broker refuses the commit when it is no longer in its group. */
  readonly memberId: string
  /** By topic and partition, the offset of the next record to read. */
  readonly topics: readonly {
    readonly topic: string
    readonly partitions: readonly { readonly partition: number; readonly offset: number }[]
  }[]
}

/** What one task commits. */
export interface TaskTransaction {
  readonly records: readonly TopicMessages[]
  /** Given the offsets behind the records, by topic/partition: what is to be written behind them. */
  readonly closing?: (ends: ReadonlyMap<string, number>) => readonly TopicMessages[]
  readonly offsets?: InputOffsets | undefined
}

export interface TaskProducerOptions {
  /** app.sub-topology.partition: whoever opens it again fences the one before. */
  readonly transactionalId: string
  /** How long the broker leaves a transaction open whose task died: so long its readers stand still. */
  readonly transactionTimeoutMs: number
}

/**
 * Writes what one task commits: records, and how far its inputs were read, in one transaction. After a
 * commit that failed it is of no use any more, for nobody knows what became of it: open another one,
 * which ends the question (KIP-98), read the offsets and restore.
 */
export class TaskProducer {
  readonly transactionalId: string
  private readonly producer: Producer
  private open: Transaction | undefined
  private broken = false

  private constructor(transactionalId: string, producer: Producer) {
    this.transactionalId = transactionalId
    this.producer = producer
  }

  /**
   * Takes the transactional id over: an older owner's calls fail from here on, its open transaction is
   * aborted and its half-done commit finished before this resolves. Offsets may be read behind it only.
   */
  static async take(kafka: Kafka, options: TaskProducerOptions): Promise<TaskProducer> {
    const { transactionalId, transactionTimeoutMs } = options
    const producer = kafka.producer({
      transactionalId,
      transactionTimeout: transactionTimeoutMs,
      idempotent: true,
      // More could reorder a batch that is sent again.
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // Each record names its partition; this only keeps kafkajs from warning of its default.
      createPartitioner: correctedKafkajs().Partitioners.DefaultPartitioner,
      retry,
    })
    await producer.connect()
    const task = new TaskProducer(transactionalId, producer)
    try {
      task.open = await producer.transaction()
    } catch (error) {
      await task.close()
      throw asCommitError(transactionalId, error)
    }
    return task
  }

  /**
   * All of it, or nothing: records, then what `closing` makes of where they came to lie, then the offsets.
   * Gives the offsets behind what `closing` made, by topic/partition. Throws TaskFencedError where another owner has come, UncertainCommitError otherwise.
   */
  async commit({
    records,
    closing,
    offsets,
  }: TaskTransaction): Promise<ReadonlyMap<string, number>> {
    if (this.broken) {
      throw new UncertainCommitError(
        `${this.transactionalId}: a commit failed before; this producer cannot know what became of it`,
      )
    }
    try {
      this.open ??= await this.producer.transaction()
      const transaction = this.open
      searchCoordinatorAnew(this.transactionalId)
      const ends = await send(transaction, records)
      const closed = await send(transaction, closing?.(ends) ?? [])
      if (offsets !== undefined) await this.sendOffsets(transaction, offsets)
      await transaction.commit()
      this.open = undefined
      return closed
    } catch (error) {
      this.broken = true
      throw asCommitError(this.transactionalId, error)
    }
  }

  /** Leaves an open transaction to the next owner, who aborts it: an abort of our own could fail too. */
  async close(): Promise<void> {
    this.broken = true
    unbind(this.transactionalId)
    searchCoordinatorAnew(this.transactionalId)
    await this.producer.disconnect()
  }

  /** kafkajs sends the first call of a transaction's offsets once: right behind a commit it is refused. */
  private async sendOffsets(transaction: Transaction, offsets: InputOffsets): Promise<void> {
    bindToMember(this.transactionalId, offsets.memberId)
    const topics = offsets.topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition, offset }) => ({
        partition,
        offset: String(offset),
      })),
    }))
    let waitMs: number = retry.initialRetryTime
    for (let attempt = 0; ; attempt++) {
      try {
        await transaction.sendOffsets({ consumerGroupId: offsets.groupId, topics })
        return
      } catch (error) {
        if (!passing.has(typeOf(error)) || attempt === retry.retries) throw error
      }
      await new Promise((resolve) => setTimeout(resolve, waitMs))
      waitMs = Math.min(waitMs * retry.multiplier, retry.maxRetryTime)
    }
  }
}

/** Sends everything, in order, in requests that a broker takes; gives the offset behind each partition's last record. */
async function send(
  transaction: Transaction,
  records: readonly TopicMessages[],
): Promise<ReadonlyMap<string, number>> {
  const ends = new Map<string, number>()
  const chunks = records.flatMap(chunksOf)
  for (let turn = 0; ; turn++) {
    const request = chunks.filter((chunk) => chunk.turn === turn)
    if (request.length === 0) return ends
    const sent = await transaction.sendBatch({ topicMessages: request })
    for (const { topicName, partition, baseOffset } of sent) {
      const chunk = request.find((one) => one.topic === topicName && one.partition === partition)
      ends.set(`${topicName}/${partition}`, Number(baseOffset) + (chunk?.messages.length ?? 0))
    }
  }
}

/** What one request holds of one partition. */
interface Chunk extends TopicMessages {
  readonly partition: number
  /** Which request it goes with: the chunks of a partition follow each other. */
  readonly turn: number
}

/** One request makes one batch of each partition, and a broker takes none above its `message.max.bytes`, by default 1 MiB. */
const batchBytesMax = 900_000
/** Length and offset of a record, its time, attributes and the like. */
const recordOverheadBytes = 32

function chunksOf({ topic, messages }: TopicMessages): Chunk[] {
  const chunks: Chunk[] = []
  const open = new Map<number, { readonly chunk: Chunk; bytes: number }>()
  for (const message of messages) {
    const partition = message.partition ?? 0
    const size = sizeOf(message)
    let current = open.get(partition)
    if (current === undefined || current.bytes + size > batchBytesMax) {
      const turn = current === undefined ? 0 : current.chunk.turn + 1
      current = { chunk: { topic, partition, turn, messages: [] }, bytes: 0 }
      open.set(partition, current)
      chunks.push(current.chunk)
    }
    current.chunk.messages.push(message)
    current.bytes += size
  }
  return chunks
}

function sizeOf({ key, value, headers }: Message): number {
  let size = recordOverheadBytes + (key?.length ?? 0) + (value?.length ?? 0)
  for (const [name, text] of Object.entries(headers ?? {}))
    size += name.length + String(text).length + 4
  return size
}

/** Nothing was done yet, and soon it can be. */
const passing = new Set([
  'CONCURRENT_TRANSACTIONS',
  'COORDINATOR_NOT_AVAILABLE',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'GROUP_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR',
  'NOT_COORDINATOR_FOR_GROUP',
])

/** Somebody else owns the task, by its transactional id or by its group. */
const fenced = new Set([
  'INVALID_PRODUCER_EPOCH',
  'PRODUCER_FENCED',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
])

function typeOf(error: unknown): string {
  const { type, cause } = error as { readonly type?: string; readonly cause?: unknown }
  return type ?? (cause === undefined ? '' : typeOf(cause))
}

function asCommitError(
  transactionalId: string,
  error: unknown,
): TaskFencedError | UncertainCommitError {
  const text = `${transactionalId}: ${(error as Error).message}`
  const details = { type: typeOf(error) }
  return fenced.has(details.type)
    ? new TaskFencedError(`${text}; another process has the task`, details, error)
    : new UncertainCommitError(text, details, error)
}
