import type { Message } from 'kafkajs'
import { ConfigError } from '../../core/errors.ts'
import { ingestWriter } from '../../core/ingest.ts'
import type { Recomputed } from '../../core/recomputation.ts'
import type { TaskPosition } from '../../core/task.ts'
import { partitionsOf, type Topic } from '../../core/topic.ts'
import { describeTopology, type Topology } from '../../core/topology.ts'
import { StateMirror } from './changelog.ts'
import { retry } from './client.ts'
import type { ClusterLink } from './cluster-link.ts'
import { correctedKafkajs } from './corrections.ts'
import type { FetchedRecord } from './fetch-response.ts'
import { messageOf, recordsOf } from './record-codec.ts'
import type { SavedPosition } from './task-log.ts'
import type { OutputEnds } from './watermarks.ts'

export interface CopyOptions {
  readonly from: ClusterLink
  /** Another application, whose topics are there and empty. */
  readonly to: ClusterLink
  readonly topology: Topology
  /** Of what tasks wrote, only this is copied; what the ingest wrote is copied whole. */
  readonly untilMs: number
  /** What each task knows there and where it stands, in offsets of the old topics; undefined: it has not begun. */
  readonly stateOf: (subTopology: string, partition: number) => Promise<Recomputed | undefined>
  readonly onTopic: (topic: string, records: number) => void
}

/** Where the records of a partition came to lie: the offset of each copied one, by place in the list. */
type Copied = ReadonlyMap<string, readonly number[]>

/**
 * Makes a second application of one: its records and the states of its tasks, so that it goes on from there. The
 * first one may run meanwhile, and is not touched. The ingest's position comes last: without it nothing starts.
 */
export async function copyApplication(options: CopyOptions): Promise<void> {
  const { from, to, topology, stateOf } = options
  const ingest = await stateAt(from, ingestWriter, 0)
  if (ingest === undefined)
    throw new ConfigError(`nothing was ever taken in under '${from.options.names.app}'`)
  await assertEmpty(to, topology)
  const copied = await copyRecords(options, ingest.ends)
  for (const { id, outputs } of describeTopology(topology)) {
    const spec = topology.subTopologies.find((one) => one.id === id)
    const tasks = spec?.partitioning === 'key' ? to.options.partitions : 1
    const ends = endsOf(to, topology, outputs, copied)
    for (let partition = 0; partition < tasks; partition++) {
      const state = await stateOf(id, partition)
      if (state === undefined) continue
      const log = await to.takeOver(id, partition)
      const position = moved(state.position, copied)
      const { watermarkMs } = position
      await log.commit({ changes: state.changes, position, watermarkMs, ends })
      await log.close()
    }
  }
  const log = await to.takeOver(ingestWriter, 0)
  const position = { ...(ingest.position as object), commandsTo: 0 }
  await log.commit({ changes: [], position })
  await log.close()
}

/** A task as it was committed. */
export interface TaskAt extends SavedPosition {
  readonly mirror: StateMirror
}

/** A task's committed state, read without disturbing its owner. */
export async function stateAt(
  { fetcher, options }: ClusterLink,
  writer: string,
  partition: number,
): Promise<TaskAt | undefined> {
  const mirror = new StateMirror()
  const changelog = options.names.changelog(writer)
  const { start, end } = await fetcher.bounds(changelog, partition)
  await fetcher.readThrough(changelog, partition, start, end, (some, readTo) =>
    mirror.restore(some, readTo),
  )
  const saved = mirror.snapshot()?.position as SavedPosition | undefined
  return saved && { ...saved, mirror }
}

async function assertEmpty({ fetcher, options }: ClusterLink, topology: Topology): Promise<void> {
  const { names, partitions } = options
  for (const topic of kept(topology)) {
    for (let partition = 0; partition < partitionsOf(topic, partitions); partition++) {
      const { end } = await fetcher.bounds(names.topic(topic), partition)
      if (end > 0)
        throw new ConfigError(
          `${names.topic(topic)} is not empty: what was begun there is not written over; take another prefix`,
        )
    }
  }
}

function kept({ topics }: Topology): readonly Topic<unknown>[] {
  return topics.filter(({ retention }) => retention !== 'none')
}

async function copyRecords(options: CopyOptions, taken: OutputEnds): Promise<Copied> {
  const { from, to, topology, untilMs, onTopic } = options
  const written = new Set(describeTopology(topology).flatMap(({ outputs }) => outputs))
  const producer = to.options.client.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    // Each record names its partition; this only keeps kafkajs from warning of its default.
    createPartitioner: correctedKafkajs().Partitioners.DefaultPartitioner,
    retry,
  })
  await producer.connect()
  try {
    const copied = new Map<string, readonly number[]>()
    for (const topic of kept(topology)) {
      const isWritten = written.has(topic.name)
      const lastMs = isWritten ? untilMs : Number.POSITIVE_INFINITY
      let count = 0
      for (let partition = 0; partition < partitionsOf(topic, to.options.partitions); partition++) {
        const offsets: number[] = []
        const name = from.options.names.topic(topic)
        const { start, end: last } = await from.fetcher.bounds(name, partition)
        // What the ingest has written since is behind its position: the other one writes it itself.
        const end = isWritten ? last : Math.min(last, taken[`${name}/${partition}`] ?? 0)
        for (let at = start; at < end; ) {
          const next = Math.min(end, at + copiedAtOnce)
          const found = await from.fetcher.readKept(name, partition, at, next)
          const some = found.filter((one) => one.offset < next && one.timeMs <= lastMs)
          const messages = await messagesOf(options, topic, partition, some)
          if (messages.length > 0)
            await producer.send({ topic: to.options.names.topic(topic), acks: -1, messages })
          for (const { offset } of some) offsets.push(offset)
          at = next
        }
        copied.set(`${topic.name}/${partition}`, offsets)
        count += offsets.length
      }
      onTopic(topic.name, count)
    }
    return copied
  } finally {
    await producer.disconnect()
  }
}

const copiedAtOnce = 2_000

/** Encoded anew: the schemas may have other ids there. */
async function messagesOf(
  { from, to }: CopyOptions,
  topic: Topic<unknown>,
  partition: number,
  fetched: readonly FetchedRecord[],
): Promise<Message[]> {
  const records = await recordsOf(topic, fetched, from.options.ids, true)
  return records.map((record, at): Message => {
    const message = messageOf(topic, partition, record, to.options.ids)
    const run = fetched[at]?.header('run')
    // What its writers had read stands elsewhere now.
    return run === undefined ? message : { ...message, headers: { ...message.headers, run } }
  })
}

/** The same place among the copied records. */
function moved(position: TaskPosition, copied: Copied): TaskPosition {
  const offsets = Object.entries(position.offsets).map(([name, offset]) => [
    name,
    (copied.get(name) ?? []).filter((one) => one < offset).length,
  ])
  return { ...position, offsets: Object.fromEntries(offsets) as TaskPosition['offsets'] }
}

/** Who has met a task's watermark waits until everything of its outputs that was copied has come. */
function endsOf(
  { options }: ClusterLink,
  topology: Topology,
  outputs: readonly string[],
  copied: Copied,
): { [topicPartition: string]: number } {
  const { names, partitions } = options
  const ends: { [topicPartition: string]: number } = {}
  for (const topic of kept(topology)) {
    if (!outputs.includes(topic.name)) continue
    for (let partition = 0; partition < partitionsOf(topic, partitions); partition++)
      ends[`${names.topic(topic)}/${partition}`] =
        copied.get(`${topic.name}/${partition}`)?.length ?? 0
  }
  return ends
}
