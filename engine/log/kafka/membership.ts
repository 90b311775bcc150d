import { setTimeout as sleep } from 'node:timers/promises'
import type { Consumer, ConsumerGroupJoinEvent, Kafka } from 'kafkajs'
import { ConfigError } from '../../core/errors.ts'
import { taskAssigner, tasksOf } from './assigner.ts'
import { type OnWarning, retry } from './client.ts'
import { generationOf } from './group-corrections.ts'

/** What a member was given, by one generation of its group. */
export interface TaskAssignment {
  /** Ascending; of a global sub-topology task 0, or none. */
  readonly tasks: readonly number[]
  /** Those of them that it held up to now without a break: nobody else had them, they go on as they are. */
  readonly kept: readonly number[]
  /** Offsets are committed under it (`InputOffsets.memberId`). */
  readonly memberId: string
  readonly generation: number
}

/**
 * Why the tasks may go to somebody else: the group is shared out anew; it has put this member out, which
 * was silent for too long; or the membership broke and is made anew.
 */
export type Unsettled = 'rebalance' | 'expelled' | 'broken'

export interface MembershipOwner {
  /** From now on the member has these tasks and no others, whatever it had before. Must not throw. */
  onAssigned(assignment: TaskAssignment): void
  /**
   * What is held may go to others. Commit what is under way and begin nothing more until `onAssigned`
   * says which tasks are kept. Where the group is shared out anew, it waits for the promise, for at most
   * `handOverMs`, before others get what this member gives up. Called once until the next `onAssigned`.
   */
  onUnsettled(why: Unsettled): Promise<void> | void
  /** The membership is over and will not be tried again: something must be put right by a person. */
  onFailed(error: ConfigError): void
}

export interface MembershipTimes {
  /** So long after its last sign of life a member's tasks go to others. Brokers take 6 s and more. */
  readonly sessionTimeoutMs: number
  /** So long the group waits for a member that is alive, but does not join anew. */
  readonly rebalanceTimeoutMs: number
  readonly heartbeatMs: number
  /** How often it is looked whether a heartbeat is due. */
  readonly turnMs: number
  /** How long `onUnsettled` may take; no heartbeat is sent in that time. */
  readonly handOverMs: number
}

export const membershipTimes: MembershipTimes = {
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 30_000,
  heartbeatMs: 1_000,
  turnMs: 500,
  handOverMs: 3_000,
}

export interface MembershipOptions extends MembershipTimes {
  readonly groupId: string
  /** The inputs that tasks share out among them, with their prefix. */
  readonly topics: readonly string[]
  readonly partitioning: 'key' | 'global'
  /** Tasks whose state is still here from an earlier run: they come here if nobody else holds them. */
  readonly formerTasks: readonly number[]
  readonly onWarning: OnWarning
}

interface Held {
  readonly memberId: string
  readonly generation: number
  readonly tasks: readonly number[]
}

/**
 * Membership in the group of a sub-topology, by a consumer of kafkajs that reads nothing: every turn
 * only sends heartbeats. Records are fetched elsewhere, offsets
 * committed by the tasks' producers. When kafkajs gives up, a new consumer takes its place.
 */
export class GroupMembership {
  private readonly client: Kafka
  private readonly options: MembershipOptions
  private readonly owner: MembershipOwner
  private consumer: Consumer | undefined
  /** What the newest generation in which it took part gave it. */
  private held: Held | undefined
  private claim: { readonly generation: number; readonly tasks: readonly number[] }
  /** Whether `onAssigned` was the owner's newest call. */
  private settled = false
  private leaving = false
  private readonly left = new AbortController()
  private ended: Promise<void> = Promise.resolve()
  private retryMs = firstRetryMs

  private constructor(client: Kafka, options: MembershipOptions, owner: MembershipOwner) {
    this.client = client
    this.options = options
    this.owner = owner
    this.claim = { generation: 0, tasks: options.formerTasks }
  }

  /** Resolves when the cluster answers; that it has joined is told by `onAssigned`. */
  static async join(
    client: Kafka,
    options: MembershipOptions,
    owner: MembershipOwner,
  ): Promise<GroupMembership> {
    const membership = new GroupMembership(client, options, owner)
    const consumer = await membership.connect()
    membership.ended = membership.live(consumer)
    return membership
  }

  /**
   * Leaves, so that others have the tasks at once. Close the tasks before: the owner hears nothing more.
   * Takes no longer than the session time-out, after which the group misses the member anyway.
   */
  async leave(): Promise<void> {
    this.leaving = true
    this.left.abort()
    await Promise.race([
      this.ended,
      sleep(this.options.sessionTimeoutMs, undefined, { ref: false }),
    ])
  }

  private async live(first: Consumer): Promise<void> {
    let consumer: Consumer | undefined = first
    while (!this.leaving) {
      let error: Error | undefined
      try {
        consumer ??= await this.connect()
        error = await this.member(consumer)
      } catch (thrown) {
        error = thrown as Error
      }
      consumer = undefined
      if (error !== undefined && !this.leaving) await this.recover(error)
    }
  }

  private async recover(error: Error): Promise<void> {
    await this.unsettle('broken')
    const { groupId, onWarning } = this.options
    const fault = asFault(groupId, error)
    if (fault !== undefined) {
      this.leaving = true
      this.owner.onFailed(fault)
      return
    }
    onWarning(`kafka group ${groupId}: ${error.message}; joining anew in ${this.retryMs} ms`)
    await sleep(this.retryMs, undefined, { signal: this.left.signal }).catch(() => undefined)
    this.retryMs = Math.min(this.retryMs * 2, lastRetryMs)
  }

  private async connect(): Promise<Consumer> {
    const { options } = this
    const consumer = this.client.consumer({
      groupId: options.groupId,
      partitionAssigners: [
        taskAssigner({
          partitioning: options.partitioning,
          claim: () => this.claim,
          beforeJoin: (memberId) => this.beforeJoin(memberId),
          formerMemberId: () => this.held?.memberId,
        }),
      ],
      sessionTimeout: options.sessionTimeoutMs,
      rebalanceTimeout: options.rebalanceTimeoutMs,
      heartbeatInterval: options.heartbeatMs,
      // A member that reads nothing rests so long in each turn.
      maxWaitTimeInMs: options.turnMs,
      allowAutoTopicCreation: false,
      // We begin anew ourselves: kafkajs does not after every error.
      retry: { ...retry, restartOnFailure: async () => false },
    })
    try {
      await consumer.connect()
      await consumer.subscribe({ topics: [...options.topics], fromBeginning: true })
    } catch (error) {
      await consumer.disconnect().catch(() => undefined)
      throw error
    }
    this.consumer = consumer
    return consumer
  }

  /** Until it crashes: gives the error; or until it is left. */
  private async member(consumer: Consumer): Promise<Error | undefined> {
    const crashed = new Promise<Error>((resolve) => {
      consumer.on('consumer.crash', ({ payload }) => resolve(payload.error))
    })
    consumer.on('consumer.group_join', ({ payload }) => this.joined(consumer, payload))
    const left = new Promise<undefined>((resolve) => {
      this.left.signal.addEventListener('abort', () => resolve(undefined))
    })
    let error: Error | undefined
    if (!this.leaving) {
      const joining = consumer.run({ autoCommit: false, eachBatch: refuseRecords })
      error = await Promise.race([crashed, left])
      // One that is still joining cannot leave: the group would wait for it.
      await joining
    }
    await consumer.disconnect().catch(() => undefined)
    return error
  }

  /** Called by kafkajs before it does anything else as a member. */
  private joined(consumer: Consumer, payload: ConsumerGroupJoinEvent['payload']): void {
    if (consumer !== this.consumer) return
    const { memberId, memberAssignment } = payload
    const tasks = tasksOf(memberAssignment, this.options.partitioning)
    const generation = generationOf(memberId) ?? -1
    const before = this.held
    // With a generation in between that it knows nothing of, another may have had them.
    const unbroken =
      before?.memberId === memberId &&
      (generation === before.generation || generation === before.generation + 1)
    const kept = unbroken ? tasks.filter((task) => before.tasks.includes(task)) : []
    this.held = { memberId, generation, tasks }
    this.claim = { generation, tasks }
    this.retryMs = firstRetryMs
    if (this.leaving) return
    this.settled = true
    this.owner.onAssigned({ tasks, kept, memberId, generation })
  }

  private async beforeJoin(memberId: string | undefined): Promise<void> {
    await this.unsettle(memberId === undefined ? 'expelled' : 'rebalance')
  }

  private async unsettle(why: Unsettled): Promise<void> {
    if (!this.settled || this.leaving) return
    this.settled = false
    const { handOverMs, groupId, onWarning } = this.options
    const done = new AbortController()
    const handOver = async (): Promise<void> => {
      try {
        await this.owner.onUnsettled(why)
      } catch (error) {
        onWarning(`kafka group ${groupId}: handing over: ${(error as Error).message}`)
      }
      done.abort()
    }
    const limit = sleep(handOverMs, undefined, { signal: done.signal }).then(
      () => onWarning(`kafka group ${groupId}: handing over took more than ${handOverMs} ms`),
      () => undefined,
    )
    await Promise.race([handOver(), limit])
  }
}

const firstRetryMs = 100
const lastRetryMs = 5_000

/** Nothing is fetched; a record here would be one that no task is given. */
async function refuseRecords(): Promise<void> {
  throw new Error('a membership was given records, though it reads none')
}

/** What does not get better by trying again. */
function asFault(groupId: string, error: Error): ConfigError | undefined {
  const { cause, type } = error as { readonly cause?: unknown; readonly type?: string }
  if (error instanceof ConfigError) return error
  if (type !== undefined && refusals.has(type))
    return new ConfigError(`kafka group ${groupId}: ${error.message}`, { type }, error)
  return cause instanceof Error && cause !== error ? asFault(groupId, cause) : undefined
}

const refusals = new Set([
  'GROUP_AUTHORIZATION_FAILED',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'INVALID_SESSION_TIMEOUT',
  'INVALID_GROUP_ID',
  'INCONSISTENT_GROUP_PROTOCOL',
])
