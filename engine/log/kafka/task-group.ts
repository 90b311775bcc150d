import { type ConfigError, TaskFencedError } from '../../core/errors.ts'
import type { Topic } from '../../core/topic.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { ClusterLink } from './cluster-link.ts'
import type { GroupedRunner, GroupMember } from './grouped-runner.ts'
import { keepRunning } from './keep-running.ts'
import type { TaskAssignment } from './membership.ts'
import { GroupMembership, type MembershipOwner, type MembershipTimes } from './membership.ts'

export interface TaskGroupOptions<Runner extends GroupedRunner> {
  readonly link: ClusterLink
  /** What the tasks are those of: a sub-topology, or the sinks. */
  readonly id: string
  readonly partitioning: 'key' | 'global'
  /** The inputs that the tasks share out among them. */
  readonly topics: readonly Topic<unknown>[]
  readonly times: MembershipTimes
  /** Tasks that have their state here come here, where nobody else has them. */
  readonly checkpoints: Checkpoints | undefined
  /** Takes one task over for this member. */
  readonly start: (partition: number, member: GroupMember) => Promise<Runner>
  /** A fault that trying again does not mend. */
  readonly onFailure: (error: unknown) => void
  readonly onRestart: (task: string, error: unknown) => void
}

/** One task that this process was given. */
interface Held<Runner extends GroupedRunner> {
  runner: Runner | undefined
  /** False: it was given up, or this process ends. */
  wanted: boolean
  running: Promise<void>
}

/** This process's share of tasks, as the group gives it and takes it away. */
export class TaskGroup<Runner extends GroupedRunner> implements MembershipOwner {
  private readonly options: TaskGroupOptions<Runner>
  private readonly held = new Map<number, Held<Runner>>()
  private readonly ending = new Set<Promise<void>>()
  private membership: GroupMembership | undefined
  /** Whether the group has said who has which task, and has not begun to share them out anew. */
  private settled = false
  private member: GroupMember

  private constructor(options: TaskGroupOptions<Runner>) {
    this.options = options
    this.member = { groupId: options.link.options.names.group(options.id), memberId: '' }
  }

  static async join<Runner extends GroupedRunner>(
    options: TaskGroupOptions<Runner>,
  ): Promise<TaskGroup<Runner>> {
    const group = new TaskGroup(options)
    const { link, topics, partitioning, times, checkpoints } = options
    const { client, names, onWarning } = link.options
    group.membership = await GroupMembership.join(
      client,
      {
        ...times,
        groupId: group.member.groupId,
        topics: topics.map((topic) => names.topic(topic)),
        partitioning,
        formerTasks: (await checkpoints?.tasksOf(group.member.groupId)) ?? [],
        onWarning,
      },
      group,
    )
    return group
  }

  /** The tasks that run here now. */
  runners(): readonly Runner[] {
    return [...this.held.values()].flatMap(({ runner }) => runner ?? [])
  }

  onAssigned({ tasks, kept, memberId }: TaskAssignment): void {
    const before = this.member
    this.settled = true
    this.member = { groupId: before.groupId, memberId }
    for (const [task, held] of this.held) {
      if (!tasks.includes(task) || !kept.includes(task)) this.giveUp(task, held)
      else held.runner?.resume(this.member)
    }
    for (const task of tasks) if (!this.held.has(task)) this.take(task)
  }

  async onUnsettled(): Promise<void> {
    this.settled = false
    await Promise.all(this.runners().map((runner) => runner.suspend()))
  }

  onFailed(error: ConfigError): void {
    this.options.onFailure(error)
  }

  /** Commits, ends all tasks and leaves, so that others have them at once. */
  async leave(): Promise<void> {
    for (const [task, held] of this.held) this.giveUp(task, held)
    await Promise.all(this.ending)
    await this.membership?.leave()
  }

  private giveUp(task: number, held: Held<Runner>): void {
    held.wanted = false
    held.runner?.stop()
    this.held.delete(task)
    this.ending.add(held.running)
    void held.running.finally(() => this.ending.delete(held.running))
  }

  private take(task: number): void {
    const held: Held<Runner> = { runner: undefined, wanted: true, running: Promise.resolve() }
    this.held.set(task, held)
    held.running = this.keep(task, held)
  }

  /** Where it was fenced, another has it, and the group will say so; when it does not, the task is still ours. */
  private async keep(task: number, held: Held<Runner>): Promise<void> {
    const { id, link, start, onRestart, onFailure } = this.options
    const name = `${id}.${task}`
    try {
      await keepRunning({
        name,
        wanted: () => held.wanted,
        start: async () => {
          const runner = await start(task, this.member)
          if (held.wanted && !this.settled) void runner.suspend()
          held.runner = runner
          return runner
        },
        onWarning: link.options.onWarning,
        onRestart: (error) => {
          held.runner = undefined
          onRestart(name, error)
        },
        // The group learns of a change with the next heartbeats; to take it back before would begin a fight.
        retryBehind: (error) => (error instanceof TaskFencedError ? fencedMs : undefined),
      })
    } catch (error) {
      held.runner = undefined
      onFailure(error)
    }
  }
}

const fencedMs = 2_000
