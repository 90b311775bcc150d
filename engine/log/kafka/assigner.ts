import type { Assigner, GroupMember, PartitionAssigner } from 'kafkajs'
import { ConfigError } from '../../core/errors.ts'
import { assignTasks, type Claim } from './assign-tasks.ts'
import { correctedKafkajs } from './corrections.ts'
import type { JoinListener } from './group-corrections.ts'

export interface TaskAssignerOptions extends JoinListener {
  /** `key`: task p is partition p of every topic; `global`: one task is all partitions of all topics. */
  readonly partitioning: 'key' | 'global'
  /** What this member holds; asked at each join. */
  claim(): { readonly generation: number; readonly tasks: readonly number[] }
}

/**
 * Shares a sub-topology's tasks out among the members of its group. A task's partitions stay together,
 * over all subscribed topics, so that what is joined meets; a member that goes on keeps its tasks but for
 * what balance takes (KIP-54 has the idea). Where topics of one sub-topology have different numbers of
 * partitions, the leader's join fails with a ConfigError.
 */
export function taskAssigner(options: TaskAssignerOptions): PartitionAssigner {
  return ({ cluster }): Assigner & JoinListener => ({
    name: 'alphapulse-tasks',
    version: 1,

    beforeJoin: (memberId) => options.beforeJoin(memberId),
    formerMemberId: () => options.formerMemberId(),

    protocol({ topics }) {
      const { MemberMetadata } = correctedKafkajs().AssignerProtocol
      const userData = Buffer.from(JSON.stringify(options.claim()))
      return { name: this.name, metadata: MemberMetadata.encode({ version: 0, topics, userData }) }
    },

    async assign({ members, topics }) {
      const { MemberAssignment } = correctedKafkajs().AssignerProtocol
      const partitions = new Map(
        topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length] as const),
      )
      const tasks = tasksOver(partitions, options.partitioning)
      const given = assignTasks(members.map(claimOf), tasks)
      return [...given].map(([memberId, ofMember]) => {
        const assignment = partitionsOf(ofMember, partitions, options.partitioning)
        return {
          memberId,
          memberAssignment: MemberAssignment.encode({
            version: 0,
            assignment,
            userData: Buffer.alloc(0),
          }),
        }
      })
    },
  })
}

/** The tasks behind the partitions that a member was given, in ascending order. */
export function tasksOf(
  assigned: { readonly [topic: string]: readonly number[] },
  partitioning: 'key' | 'global',
): readonly number[] {
  const partitions = [...new Set(Object.values(assigned).flat())].sort((a, b) => a - b)
  return partitioning === 'global' && partitions.length > 0 ? [0] : partitions
}

function tasksOver(
  partitions: ReadonlyMap<string, number>,
  partitioning: 'key' | 'global',
): readonly number[] {
  if (partitioning === 'global') return [0]
  const [first = 0, ...rest] = partitions.values()
  if (rest.some((count) => count !== first)) {
    const counts = [...partitions].map(([topic, count]) => `${topic} ${count}`)
    throw new ConfigError(
      `topics that are read together must have the same number of partitions; they have: ${counts.join(', ')}`,
    )
  }
  return Array.from({ length: first }, (_, task) => task)
}

function partitionsOf(
  tasks: readonly number[],
  partitions: ReadonlyMap<string, number>,
  partitioning: 'key' | 'global',
): { [topic: string]: number[] } {
  if (tasks.length === 0) return {}
  return Object.fromEntries(
    [...partitions].map(([topic, count]) => [
      topic,
      partitioning === 'key' ? [...tasks] : Array.from({ length: count }, (_, at) => at),
    ]),
  )
}

/** What cannot be read is no claim: a member of another version must not hold the group up. */
function claimOf({ memberId, memberMetadata }: GroupMember): Claim {
  const none = { memberId, generation: -1, tasks: [] }
  try {
    const decoded = correctedKafkajs().AssignerProtocol.MemberMetadata.decode(memberMetadata)
    const { generation, tasks } = JSON.parse(decoded?.userData.toString() ?? '') as Partial<Claim>
    const isClaim = typeof generation === 'number' && Array.isArray(tasks)
    return isClaim ? { memberId, generation, tasks } : none
  } catch {
    return none
  }
}
