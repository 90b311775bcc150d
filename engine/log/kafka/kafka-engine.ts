import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError } from '../../core/errors.ts'
import { ingestWriter } from '../../core/ingest.ts'
import type { SubTopology } from '../../core/sub-topology.ts'
import type { Topology } from '../../core/topology.ts'
import { type ClusterLink, isPassing } from './cluster-link.ts'
import { IngestRunner, type IngestRunnerOptions } from './ingest-runner.ts'
import type { MembershipTimes } from './membership.ts'
import { ProgressWatch } from './progress-watch.ts'
import { TaskGroup } from './task-group.ts'
import { type GroupMember, TaskRunner } from './task-runner.ts'

export interface KafkaEngineOptions {
  readonly topology: Topology
  readonly link: ClusterLink
  /** The ingest, in the one process that has it. */
  readonly source?: Omit<IngestRunnerOptions, 'link' | 'batch' | 'commitEvents' | 'commitMs'>
  /** Which sub-topologies' tasks run here; all of them where it is left out. */
  readonly run?: readonly string[]
  /** Tasks are shared with other processes, by consumer groups; left out: all of them run here. */
  readonly share?: MembershipTimes
  readonly batch: number
  readonly commitEvents: number
  readonly commitMs: number
  /** Times within each `heartbeatMs` at which others may wait for a watermark. */
  readonly deadlines: { readonly everyMs: number; readonly atMs: readonly number[] }
}

/** Runs tasks of a topology over Kafka in this process, and the ingest where it is given a source. */
export class KafkaEngine {
  ingest: IngestRunner | undefined
  /** Tasks that were taken over anew behind a commit that failed. */
  restarts = 0
  private readonly options: KafkaEngineOptions
  private readonly ownRunners = new Map<string, TaskRunner>()
  private readonly groups: TaskGroup[] = []
  private stopping = false
  private sourceEnded = false
  private failure: unknown
  private wake: () => void = () => undefined

  constructor(options: KafkaEngineOptions) {
    this.options = options
    for (const name of ['batch', 'commitEvents'] as const) {
      const value = options[name]
      if (!(Number.isInteger(value) && value > 0))
        throw new ConfigError(`${name} was ${value}; it must be at least 1`)
    }
    const known = options.topology.subTopologies.map(({ id }) => id)
    for (const name of options.run ?? []) {
      if (!known.includes(name))
        throw new ConfigError(`there is no sub-topology '${name}'; there are ${known.join(', ')}`)
    }
  }

  /** The tasks that run here now. */
  runners(): readonly TaskRunner[] {
    return [...this.ownRunners.values(), ...this.groups.flatMap((group) => group.runners())]
  }

  /**
   * Runs until `stop`; with a bounded source, until it has ended and every task, wherever it runs, has
   * passed its end.
   */
  async run(): Promise<void> {
    const { topology, source, share, link, run } = this.options
    const running: Promise<void>[] = []
    const watch = source === undefined ? undefined : await ProgressWatch.open(link, this.tasks())
    try {
      if (source !== undefined) running.push(this.guard(this.keepIngesting(source)))
      for (const spec of topology.subTopologies) {
        if (run !== undefined && !run.includes(spec.id)) continue
        if (share !== undefined) this.groups.push(await this.joinGroup(spec, share))
        else {
          for (let partition = 0; partition < this.tasksOf(spec.id); partition++)
            running.push(this.guard(this.keepTask(spec, partition)))
        }
      }
      while (!this.stopping) {
        const arrival = link.buffers.arrival()
        if (watch !== undefined && this.passed(watch)) break
        await Promise.race([
          arrival,
          new Promise<void>((resolve) => {
            this.wake = resolve
            if (this.stopping) resolve()
          }),
        ])
      }
    } catch (error) {
      this.failure ??= error
    } finally {
      this.stop()
      await Promise.all([...running, ...this.groups.map((group) => group.leave())])
      watch?.close()
    }
    if (this.failure !== undefined) throw this.failure
  }

  stop(): void {
    this.stopping = true
    this.ingest?.stop()
    for (const runner of this.ownRunners.values()) runner.stop()
    this.wake()
  }

  private tasksOf(subTopology: string): number {
    return this.tasks().get(subTopology) ?? 0
  }

  private tasks(): ReadonlyMap<string, number> {
    const { topology, link } = this.options
    return new Map(
      topology.subTopologies.map(({ id, partitioning }) => [
        id,
        partitioning === 'key' ? link.options.partitions : 1,
      ]),
    )
  }

  private joinGroup(spec: SubTopology, times: MembershipTimes): Promise<TaskGroup> {
    return TaskGroup.join({
      link: this.options.link,
      spec,
      times,
      start: (partition, member) => this.startTask(spec, partition, member),
      onFailure: (error) => this.fail(error),
      onRestart: () => {
        this.restarts++
      },
    })
  }

  private startTask(
    spec: SubTopology,
    partition: number,
    member?: GroupMember,
  ): Promise<TaskRunner> {
    const { link, batch, commitEvents, commitMs, deadlines } = this.options
    return TaskRunner.start({
      link,
      spec,
      partition,
      tasksOf: (subTopology) => this.tasksOf(subTopology),
      batch,
      commitEvents,
      commitMs,
      deadlineBehind: (timeMs) => deadlineBehind(timeMs, deadlines),
      ...(member === undefined ? {} : { member }),
    })
  }

  private async keepIngesting(source: NonNullable<KafkaEngineOptions['source']>): Promise<void> {
    const { link, batch, commitEvents, commitMs } = this.options
    await this.keepRunning(ingestWriter, async () => {
      const ingest = await IngestRunner.start({ ...source, link, batch, commitEvents, commitMs })
      this.ingest = ingest
      return ingest
    })
    if (source.source.bounded) this.sourceEnded = true
    this.wake()
  }

  private async keepTask(spec: SubTopology, partition: number): Promise<void> {
    await this.keepRunning(`${spec.id}.${partition}`, async () => {
      const runner = await this.startTask(spec, partition)
      this.ownRunners.set(runner.name, runner)
      return runner
    })
  }

  /**
   * What lost its brokers, or a commit whose outcome nobody knows, is taken over again and goes on from its
   * last commit. Fenced: somebody else has it, and taking it back would only begin a fight.
   */
  private async keepRunning(
    name: string,
    start: () => Promise<{ run(): Promise<void>; stop(): void }>,
  ): Promise<void> {
    for (let waitMs = restartMs; !this.stopping; waitMs = Math.min(waitMs * 2, restartMaxMs)) {
      try {
        const runner = await start()
        if (this.stopping) runner.stop()
        await runner.run()
        return
      } catch (error) {
        if (!isPassing(error)) throw error
        this.options.link.options.onWarning(
          `${name}: ${(error as Error).message}; it is taken over again`,
        )
        this.restarts++
        await sleep(waitMs)
      }
    }
  }

  private async guard(running: Promise<void>): Promise<void> {
    try {
      await running
    } catch (error) {
      this.fail(error)
    }
  }

  private fail(error: unknown): void {
    this.failure ??= error
    this.stop()
  }

  private passed(watch: ProgressWatch): boolean {
    const leastMs = watch.leastMs()
    if (!this.sourceEnded) return false
    const clockMs = this.ingest?.ingest.clockMs ?? Number.POSITIVE_INFINITY
    return clockMs === Number.NEGATIVE_INFINITY || leastMs >= clockMs - 1
  }
}

/** The first deadline behind a time. */
export function deadlineBehind(
  timeMs: number,
  { everyMs, atMs }: { readonly everyMs: number; readonly atMs: readonly number[] },
): number {
  if (timeMs === Number.NEGATIVE_INFINITY) return timeMs
  let least = Number.POSITIVE_INFINITY
  for (const at of atMs) {
    const next = Math.floor((timeMs - at) / everyMs + 1) * everyMs + at
    least = Math.min(least, next)
  }
  return least
}

const restartMs = 100
const restartMaxMs = 5_000
