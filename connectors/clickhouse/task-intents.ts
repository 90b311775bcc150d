import type { GroupMember } from '../../engine/log/kafka/grouped-runner.ts'
import type { KafkaNames } from '../../engine/log/kafka/names.ts'
import type { TaskLog } from '../../engine/log/kafka/task-log.ts'
import { decodeState, encodeState } from '../../engine/state/codec.ts'
import type { Intent, Intents, WrittenPlace } from './intents.ts'

const store = 'intents'

/** Intents are the state of a sink's task: its changelog has the last of each partition, and only its owner can add to it. */
export class TaskIntents implements Intents {
  /** As whom the positions are told to the group. */
  member: GroupMember
  private readonly log: TaskLog
  private readonly names: KafkaNames
  private readonly before = new Map<string, Intent>()

  constructor(log: TaskLog, names: KafkaNames, member: GroupMember) {
    this.log = log
    this.names = names
    this.member = member
    for (const { key, bytes } of log.restore()?.state ?? [])
      this.before.set(key, decodeState(bytes) as Intent)
  }

  last(place: string): Intent | undefined {
    return this.before.get(place)
  }

  async announce(
    intents: ReadonlyMap<string, Intent>,
    written: readonly WrittenPlace[],
  ): Promise<void> {
    const byTopic = new Map<string, { readonly partition: number; readonly offset: number }[]>()
    const offsets: { [topicPartition: string]: number } = {}
    for (const { topic: name, partition, next: offset } of written) {
      const topic = this.names.topic({ name })
      offsets[`${name}/${partition}`] = offset
      byTopic.set(topic, [...(byTopic.get(topic) ?? []), { partition, offset }])
    }
    await this.log.commit({
      changes: [...intents].map(([key, intent]) => ({
        store,
        key,
        slot: '',
        bytes: encodeState(intent),
      })),
      // As a task of a sub-topology says it, for who looks at all tasks.
      position: { offsets },
      offsets: {
        ...this.member,
        topics: [...byTopic].map(([topic, partitions]) => ({ topic, partitions })),
      },
    })
  }
}
