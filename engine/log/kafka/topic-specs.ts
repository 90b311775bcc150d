import { ingestWriter } from '../../core/ingest.ts'
import { partitionsOf, type Topic } from '../../core/topic.ts'
import type { Topology } from '../../core/topology.ts'
import { KafkaNames, sinkTasks } from './names.ts'

/** What a topic must be like on a cluster. */
export interface TopicSpec {
  /** With the prefix. */
  readonly name: string
  readonly partitions: number
  /** Kafka's names and values; https://kafka.apache.org/documentation/#topicconfigs. */
  readonly settings: { readonly [name: string]: string }
}

export interface TopicSpecsOptions {
  readonly topology: Topology
  /** Of the topics that are keyed. */
  readonly partitions: number
  /** The topic prefix; empty for none. */
  readonly app: string
  /**
   * Whether Kafka deletes what is past its retention. It compares a record's time, which is the source
   * clock, with the computer's clock: only where both are the same may it be true.
   */
  readonly trim: boolean
}

/**
 * The largest record batch a topic takes. All that one commit writes to a partition is one batch
 * (kafkajs sends it so), and a commit may hold many records.
 */
export const batchBytesMax = 8 * 1_048_576

/**
 * How long a changelog keeps the mark that a key is gone. A checkpoint that is older than that may hold
 * keys of whose end it can no longer learn: it must not be built upon.
 */
export const tombstonesKeptMs = 7 * 86_400_000

/**
 * Every topic that the engine needs for a topology: those it declares and keeps, for each sub-topology
 * the watermarks and the changelog of its tasks, and the changelogs of ingest and sinks; a partition per task.
 */
export function topicSpecs(options: TopicSpecsOptions): readonly TopicSpec[] {
  const { topology, partitions } = options
  const names = new KafkaNames(options.app)
  const declared = topology.topics
    .filter(({ retention }) => retention !== 'none')
    .map((topic) => ({
      name: names.topic(topic),
      partitions: partitionsOf(topic, partitions),
      settings: factSettings(topic, options.trim),
    }))
  const own = topology.subTopologies.flatMap(({ id, partitioning }) => {
    const tasks = partitioning === 'global' ? 1 : partitions
    return [
      compacted(names.watermarks(id), tasks, smallSegmentBytes),
      compacted(names.changelog(id), tasks, changelogSegmentBytes),
    ]
  })
  const ingest = compacted(names.changelog(ingestWriter), 1, changelogSegmentBytes)
  const sinks = compacted(names.changelog(sinkTasks), partitions, smallSegmentBytes)
  const small = [names.schemaIds, names.identity]
  const known = small.map((name) => compacted(name, 1, smallSegmentBytes))
  return [...declared, ...own, ingest, sinks, ...known, commands(names.commands)]
}

export type Trimming = 'auto' | 'on' | 'off'

/**
 * A replay tells of the past, and a simulation of any time: Kafka would delete at once what is older by
 * the computer's clock than the retention. So under a prefix whose first part is `replay` or `sim` nothing
 * is trimmed, unless told otherwise.
 */
export function trims(app: string, trimming: Trimming): boolean {
  return trimming === 'auto' ? !/^(?:replay|sim)(?:\.|$)/.test(app) : trimming === 'on'
}

/** So long a command waits for an ingest. */
const commandsKeptMs = 7 * 86_400_000

/** What is larger is never compacted: a restore reads at least this much of each partition. */
const changelogSegmentBytes = 64 * 1_048_576
/** Where there are few keys, and each of them is written again and again. */
const smallSegmentBytes = 4 * 1_048_576

const anyTime = '9223372036854775807'

/** All said, and nothing left to what a broker's defaults happen to be. */
const everywhere = {
  'compression.type': 'producer',
  'max.message.bytes': String(batchBytesMax),
  'message.timestamp.type': 'CreateTime',
  // Old replays and simulated futures: the source clock may be any time (KIP-937).
  'message.timestamp.before.max.ms': anyTime,
  'message.timestamp.after.max.ms': anyTime,
  // A replica that missed commits must not become the leader, or what was committed would be gone.
  'unclean.leader.election.enable': 'false',
} as const

/** Stamped with the senders' clocks, so that it can be trimmed in a replay too. */
function commands(name: string): TopicSpec {
  const settings = {
    'cleanup.policy': 'delete',
    'retention.ms': String(commandsKeptMs),
    'retention.bytes': '-1',
    ...everywhere,
  }
  return { name, partitions: 1, settings }
}

function factSettings({ retention }: Topic<unknown>, trim: boolean): TopicSpec['settings'] {
  const keptMs = trim && typeof retention === 'object' ? retention.ms : -1
  return {
    'cleanup.policy': 'delete',
    'retention.ms': String(keptMs),
    'retention.bytes': '-1',
    ...everywhere,
  }
}

function compacted(name: string, partitions: number, segmentBytes: number): TopicSpec {
  const settings = {
    'cleanup.policy': 'compact',
    'retention.ms': '-1',
    'segment.bytes': String(segmentBytes),
    'min.cleanable.dirty.ratio': '0.3',
    'delete.retention.ms': String(tombstonesKeptMs),
    ...everywhere,
  }
  return { name, partitions, settings }
}
