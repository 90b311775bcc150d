import { ConfigError } from '../../core/errors.ts'
import type { TopicSpec } from './topic-specs.ts'

/** A topic as it stands on a cluster. */
export interface FoundTopic {
  readonly partitions: number
  readonly replication: number
  /** Every setting in force, wherever it comes from. */
  readonly settings: { readonly [name: string]: string }
  /** Those that were set for this topic. */
  readonly overrides: { readonly [name: string]: string }
}

export interface FoundTopics {
  /** Brokers that are there now. */
  readonly brokers: number
  readonly topics: ReadonlyMap<string, FoundTopic>
}

export interface SettingChange {
  readonly name: string
  readonly from: string
  readonly to: string
}

export type TopicStep =
  | {
      readonly kind: 'create'
      readonly topic: string
      readonly partitions: number
      readonly replication: number
      readonly settings: TopicSpec['settings']
    }
  | {
      readonly kind: 'change'
      readonly topic: string
      readonly changes: readonly SettingChange[]
      /** All overrides as they will be: Kafka forgets those that are not sent (KIP-133). */
      readonly settings: TopicSpec['settings']
    }
  | { readonly kind: 'same'; readonly topic: string }
  | { readonly kind: 'refused'; readonly topic: string; readonly reason: string }

export interface TopicPlan {
  readonly steps: readonly TopicStep[]
  /** What is not as it should be, and is left to a person. */
  readonly notes: readonly string[]
}

/**
 * What must be done so that a cluster has the topics as they are declared. `replication` where it is
 * left out: 1 with one broker, else 3. Other topics, and settings that are not declared, are left alone.
 * Throws ConfigError where a topic would have to be created with more replicas than there are brokers.
 */
export function planTopics(
  specs: readonly TopicSpec[],
  found: FoundTopics,
  replication = found.brokers === 1 ? 1 : 3,
): TopicPlan {
  const notes: string[] = []
  const steps = specs.map((spec): TopicStep => {
    const there = found.topics.get(spec.name)
    if (there === undefined) return creation(spec, replication, found.brokers)
    if (there.partitions !== spec.partitions) return refusal(spec, there)
    if (there.replication < replication) {
      notes.push(
        `${spec.name} has ${copies(there.replication)}, declared are ${replication}: they are not moved from here; kafka-reassign-partitions.sh does it`,
      )
    }
    return change(spec, there)
  })
  return { steps, notes }
}

/** With three copies one may be away and writing goes on; an acknowledged record is on two. */
function minInSync(replication: number): string {
  return replication >= 3 ? '2' : '1'
}

function creation(spec: TopicSpec, replication: number, brokers: number): TopicStep {
  if (replication > brokers) {
    throw new ConfigError(
      `${spec.name} is to be created with ${copies(replication)}, but the cluster shows ${brokers} ${brokers === 1 ? 'broker' : 'brokers'}: start the others, or set kafka.replication`,
    )
  }
  const { name: topic, partitions, settings } = spec
  return {
    kind: 'create',
    topic,
    partitions,
    replication,
    settings: { ...settings, 'min.insync.replicas': minInSync(replication) },
  }
}

function refusal({ name: topic, partitions }: TopicSpec, found: FoundTopic): TopicStep {
  const reason = `it has ${count(found.partitions)}, declared are ${partitions}: a key's partition follows from their number, so keys would move away from the state that was built for them. Put 'partitions' back to what the topics have, or take another kafka.prefix and replay the history under it`
  return { kind: 'refused', topic, reason }
}

function change({ name: topic, settings }: TopicSpec, found: FoundTopic): TopicStep {
  // By the copies it has: two in sync of one copy could never be, and nothing could be written.
  const wanted = { ...settings, 'min.insync.replicas': minInSync(found.replication) }
  const changes = Object.entries(wanted).flatMap(([name, to]) => {
    const from = found.settings[name] ?? 'unset'
    return from === to ? [] : [{ name, from, to }]
  })
  if (changes.length === 0) return { kind: 'same', topic }
  return { kind: 'change', topic, changes, settings: { ...found.overrides, ...wanted } }
}

function copies(number: number): string {
  return number === 1 ? '1 replica' : `${number} replicas`
}

function count(partitions: number): string {
  return partitions === 1 ? '1 partition' : `${partitions} partitions`
}
