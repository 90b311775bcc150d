import { ConfigError } from '../../core/errors.ts'
import { ingestWriter } from '../../core/ingest.ts'
import type { SubTopology } from '../../core/sub-topology.ts'
import type { Topology } from '../../core/topology.ts'
import { type CheckpointOptions, Checkpoints } from './checkpoints.ts'
import type { ClusterLink, TakeOverOptions } from './cluster-link.ts'
import type { GroupMember } from './grouped-runner.ts'
import { IngestRunner, type IngestRunnerOptions } from './ingest-runner.ts'
import type { KafkaObserver } from './kafka-metrics.ts'
import { keepRunning } from './keep-running.ts'
import type { MembershipTimes } from './membership.ts'
import { ProgressWatch } from './progress-watch.ts'
import { StallWatch } from './stall-watch.ts'
import { TaskGroup } from './task-group.ts'
import { TaskRunner } from './task-runner.ts'

export interface KafkaEngineOptions {
  readonly topology: Topology
  readonly link: ClusterLink
  /** The ingest, in the one process that has it. */
  readonly source?: Omit<
    IngestRunnerOptions,
    'link' | 'batch' | 'commitEvents' | 'commitMs' | 'deadlineBehind' | 'observer' | 'checkpoints'
  >
  /** The sub-topologies whose tasks may run here; left out: all. */
  readonly run?: readonly string[]
  /** Tasks are shared with other processes, by consumer groups; left out: all of them run here. */
  readonly share?: MembershipTimes
  readonly batch: number
  readonly commitEvents: number
  readonly commitMs: number
  /** Told what happens, for metrics. */
  readonly observer?: KafkaObserver
  /** Tasks' states are kept on this machine too: a restart reads only what was committed elsewhere since. */
  readonly checkpoints?: CheckpointOptions
  /** Times within each `heartbeatMs` at which others may wait for a watermark. */
  readonly deadlines: { readonly everyMs: number; readonly atMs: readonly number[] }
}

/** Runs tasks of a topology over Kafka in this process, and the ingest where it is given a source. */
export class KafkaEngine {
  ingest: IngestRunner | undefined
  /** Tasks that were taken over anew behind a commit that failed. */
  restarts = 0
  /** Batches that were undone because an operator threw. */
  aborts = 0
  private readonly options: KafkaEngineOptions
  /** What each runner is given where it is there. */
  private readonly shared: TakeOverOptions
  /** How many each sub-topology has. */
  private readonly tasks: ReadonlyMap<string, number>
  private readonly hops: ReadonlySet<string>
  private readonly ownRunners = new Map<string, TaskRunner>()
  private readonly groups: TaskGroup<TaskRunner>[] = []
  private stopping = false
  private sourceEnded = false
  private failure: unknown
  private wake: () => void = () => undefined

  constructor(options: KafkaEngineOptions) {
    this.options = options
    const { observer, checkpoints, link } = options
    this.shared = {
      ...(observer === undefined ? {} : { observer }),
      ...(checkpoints === undefined
        ? {}
        : { checkpoints: new Checkpoints(checkpoints, link.options.onWarning) }),
    }
    this.tasks = new Map(
      options.topology.subTopologies.map(({ id, partitioning }) => [
        id,
        partitioning === 'key' ? options.link.options.partitions : 1,
      ]),
    )
    const strange = options.run?.find((id) => !this.tasks.has(id))
    if (strange !== undefined)
      throw new ConfigError(
        `there is no '${strange}' to run; there are ${[...this.tasks.keys()].join(', ')}`,
      )
    this.hops = new Set(
      options.topology.subTopologies.flatMap(
        ({ stage }) => stage?.hops.map(({ name }) => name) ?? [],
      ),
    )
    for (const name of ['batch', 'commitEvents'] as const) {
      const value = options[name]
      if (!(Number.isInteger(value) && value > 0))
        throw new ConfigError(`${name} was ${value}; it must be at least 1`)
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
    const { topology, source, share, link } = this.options
    const running: Promise<void>[] = []
    const stalls = new StallWatch(stallMs)
    const looking = setInterval(() => {
      for (const { name } of stalls.look(this.runners(), performance.now()))
        this.options.observer?.stalled(name)
    }, lookMs)
    const watch = source === undefined ? undefined : await ProgressWatch.open(link, this.tasks)
    try {
      if (source !== undefined) running.push(this.guard(this.keepIngesting(source)))
      for (const spec of topology.subTopologies) {
        if (!this.runs(spec.id)) continue
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
      clearInterval(looking)
      this.stop()
      await Promise.all([...running, ...this.groups.map((group) => group.leave())])
      watch?.close()
    }
    if (this.failure !== undefined) throw this.failure
  }

  /** True once `stop` was called or the run has ended. */
  get stopped(): boolean {
    return this.stopping
  }

  stop(): void {
    this.stopping = true
    this.ingest?.stop()
    for (const runner of this.ownRunners.values()) runner.stop()
    this.wake()
  }

  private runs(subTopology: string): boolean {
    const { run } = this.options
    return run === undefined || run.includes(subTopology)
  }

  private tasksOf(subTopology: string): number {
    return this.tasks.get(subTopology) ?? 0
  }

  private joinGroup(spec: SubTopology, times: MembershipTimes): Promise<TaskGroup<TaskRunner>> {
    return TaskGroup.join({
      link: this.options.link,
      id: spec.id,
      partitioning: spec.partitioning,
      topics: spec.inputs.map(({ topic }) => topic),
      checkpoints: this.shared.checkpoints,
      times,
      start: (partition, member) => this.startTask(spec, partition, member),
      onFailure: (error) => this.fail(error),
      onRestart: (task, error) => this.restarted(task, error),
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
      hops: this.hops,
      batch,
      commitEvents,
      commitMs,
      deadlineBehind: (timeMs) => deadlineBehind(timeMs, deadlines),
      ...(member === undefined ? {} : { member }),
      ...this.shared,
      onAbort: () => {
        this.aborts++
      },
    })
  }

  private async keepIngesting(source: NonNullable<KafkaEngineOptions['source']>): Promise<void> {
    const { link, batch, commitEvents, commitMs, deadlines } = this.options
    await this.keep(ingestWriter, async () => {
      const ingest = await IngestRunner.start({
        ...source,
        link,
        batch,
        commitEvents,
        commitMs,
        deadlineBehind: (timeMs) => deadlineBehind(timeMs, deadlines),
        ...this.shared,
      })
      this.ingest = ingest
      return ingest
    })
    if (source.source.bounded) this.sourceEnded = true
    this.wake()
  }

  private async keepTask(spec: SubTopology, partition: number): Promise<void> {
    await this.keep(`${spec.id}.${partition}`, async () => {
      const runner = await this.startTask(spec, partition)
      this.ownRunners.set(runner.name, runner)
      return runner
    })
  }

  /** Fenced: somebody else has it, and taking it back would only begin a fight. */
  private keep<Runner extends { run(): Promise<void>; stop(): void }>(
    name: string,
    start: () => Promise<Runner>,
  ): Promise<void> {
    return keepRunning({
      name,
      wanted: () => !this.stopping,
      start,
      onWarning: this.options.link.options.onWarning,
      onRestart: (error) => this.restarted(name, error),
    })
  }

  private restarted(task: string, error: unknown): void {
    this.restarts++
    this.options.observer?.restarted(task, error)
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

/** Longer than a broker takes to come back, and than any answer of it is waited for. */
const stallMs = 60_000
const lookMs = 5_000

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
