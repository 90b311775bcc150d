import type { Message, TopicMessages } from 'kafkajs'
import { type DeadLetter, deadLetters } from '../../core/dead-letter.ts'
import type { LogRecord } from '../../core/message.ts'
import { partitionsOf, type Topic } from '../../core/topic.ts'
import type { StoreChange } from '../../state/store.ts'
import type { OffsetRanges, SourceLog, WriterSnapshot } from '../log.ts'
import { changelogMessages, type StateMirror } from './changelog.ts'
import type { TaskCheckpoint } from './checkpoints.ts'
import type { KafkaNames } from './names.ts'
import { headersOf, messageOf, type SchemaIds } from './record-codec.ts'
import type { InputOffsets, TaskProducer } from './task-producer.ts'
import { type OutputEnds, watermarkMessage } from './watermarks.ts'

export interface TaskLogOptions {
  readonly names: KafkaNames
  readonly ids: SchemaIds
  readonly subTopology: string
  readonly partition: number
  /** Partitions of the topics that are keyed. */
  readonly partitions: number
  /** Names this run of the program in the headers of what it writes. */
  readonly run: string
  /** Names this process to people. */
  readonly by: string
  readonly producer: TaskProducer
  /** Where its committed state is kept on this machine. */
  readonly checkpoint?: TaskCheckpoint | undefined
  /** Told of each dead letter when it is committed. */
  readonly onLetter?: (letter: DeadLetter) => void
}

/** What a task, or the ingest, commits. */
export interface TaskLogCommit {
  readonly changes: readonly StoreChange[]
  readonly position: unknown
  readonly reads?: OffsetRanges
  /** Left out by the ingest: its stamps tell how far it is. */
  readonly watermarkMs?: number
  readonly offsets?: InputOffsets | undefined
  /** Offsets behind what it is taken to have written before, by topic/partition with the prefix. */
  readonly ends?: OutputEnds
}

/** What a commit says of its task beside its states. */
export interface SavedPosition {
  readonly position: unknown
  /** Which process made it; for people. */
  readonly by: string
  readonly ends: OutputEnds
}

/**
 * What one task writes, gathered until it commits: then records, changelog, watermark and offsets become
 * visible in one transaction. Its committed state is at hand for an abort.
 */
export class TaskLog implements SourceLog {
  private readonly options: TaskLogOptions
  private readonly mirror: StateMirror
  private ends: { [topicPartition: string]: number } = {}
  private pending = new Map<string, Message[]>()
  private letters: DeadLetter[] = []
  /** Records that wait to be committed. */
  pendingRecords = 0

  /** `mirror` holds what was committed before. */
  constructor(options: TaskLogOptions, mirror: StateMirror) {
    this.options = options
    this.mirror = mirror
    this.ends = { ...this.saved()?.ends }
  }

  partitions(topic: Topic<unknown>): number {
    return partitionsOf(topic, this.options.partitions)
  }

  append(topic: Topic<unknown>, partition: number, record: LogRecord): void {
    const { names, ids } = this.options
    const message = messageOf(topic, partition, record, ids)
    const name = names.topic(topic)
    const messages = this.pending.get(name)
    if (messages === undefined) this.pending.set(name, [message])
    else messages.push(message)
    this.pendingRecords++
    if (topic.name === deadLetters.name) this.letters.push(record.value as DeadLetter)
  }

  restore(): WriterSnapshot | undefined {
    const snapshot = this.mirror.snapshot()
    return snapshot && { ...snapshot, position: (snapshot.position as SavedPosition).position }
  }

  abort(): void {
    this.pending = new Map()
    this.pendingRecords = 0
    this.letters = []
  }

  async commit(commit: TaskLogCommit): Promise<void> {
    const { names, subTopology, partition, run, by, producer } = this.options
    const { changes, position, reads = {}, watermarkMs, offsets } = commit
    const headers = headersOf({ run, reads })
    const records: TopicMessages[] = [...this.pending].map(([topic, messages]) => ({
      topic,
      messages: messages.map((message) => ({
        ...message,
        headers: { ...headers, ...message.headers },
      })),
    }))
    const ends = { ...this.ends, ...commit.ends }
    const changelog = names.changelog(subTopology)
    const closed = await producer.commit({
      records,
      offsets,
      closing: (written) => {
        for (const [name, end] of written) ends[name] = end
        const saved: SavedPosition = { position, by, ends }
        const messages = changelogMessages(partition, changes, saved)
        const closing = [{ topic: changelog, messages }]
        if (watermarkMs !== undefined && Number.isFinite(watermarkMs)) {
          const watermark = { watermarkMs, ends }
          const message = watermarkMessage(`${subTopology}.${partition}`, partition, watermark)
          closing.push({ topic: names.watermarks(subTopology), messages: [message] })
        }
        return closing
      },
    })
    this.ends = ends
    for (const letter of this.letters) this.options.onLetter?.(letter)
    const saved: SavedPosition = { position, by, ends }
    this.mirror.committed(changes, saved, closed.get(`${changelog}/${partition}`) ?? 0)
    let bytes = 0
    for (const change of changes) bytes += change.bytes?.length ?? 0
    this.options.checkpoint?.committed(bytes, () => this.mirror.save())
    this.abort()
  }

  /** Ends the task here, and keeps its committed state for the next time. */
  async close(): Promise<void> {
    await this.options.producer.close()
    await this.options.checkpoint?.close(() => this.mirror.save())
  }

  private saved(): SavedPosition | undefined {
    return this.mirror.snapshot()?.position as SavedPosition | undefined
  }
}
