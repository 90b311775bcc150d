import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError, UncertainCommitError } from '../../core/errors.ts'
import { ingestWriter } from '../../core/ingest.ts'
import type { SubTopology } from '../../core/sub-topology.ts'
import type { Topology } from '../../core/topology.ts'
import type { ClusterLink } from './cluster-link.ts'
import { IngestRunner, type IngestRunnerOptions } from './ingest-runner.ts'
import { TaskRunner } from './task-runner.ts'

export interface KafkaEngineOptions {
  readonly topology: Topology
  readonly link: ClusterLink
  /** The ingest, in the one process that has it. */
  readonly source?: Omit<IngestRunnerOptions, 'link' | 'batch' | 'commitEvents' | 'commitMs'>
  readonly batch: number
  readonly commitEvents: number
  readonly commitMs: number
  /** Times within each `heartbeatMs` at which others may wait for a watermark. */
  readonly deadlines: { readonly everyMs: number; readonly atMs: readonly number[] }
}

/** Runs every task of a topology, and the ingest, over Kafka in one process. */
export class KafkaEngine {
  readonly runners = new Map<string, TaskRunner>()
  ingest: IngestRunner | undefined
  /** Tasks that were taken over anew behind a commit that failed. */
  restarts = 0
  private readonly options: KafkaEngineOptions
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
  }

  /** Runs until a bounded source has ended and every task has passed its end, or until `stop`. */
  async run(): Promise<void> {
    const { topology, source } = this.options
    const running: Promise<void>[] = []
    if (source !== undefined) running.push(this.guard(this.keepIngesting(source)))
    for (const spec of topology.subTopologies) {
      for (let partition = 0; partition < this.tasksOf(spec.id); partition++)
        running.push(this.guard(this.keepTask(spec, partition)))
    }
    try {
      while (!this.stopping && !this.passed()) {
        await new Promise<void>((resolve) => {
          this.wake = resolve
          if (this.stopping) resolve()
        })
      }
    } finally {
      this.stop()
      await Promise.all(running)
    }
    if (this.failure !== undefined) throw this.failure
  }

  stop(): void {
    this.stopping = true
    this.ingest?.stop()
    for (const runner of this.runners.values()) runner.stop()
    this.wake()
  }

  private tasksOf(subTopology: string): number {
    const spec = this.options.topology.subTopologies.find(({ id }) => id === subTopology)
    return spec?.partitioning === 'key' ? this.options.link.options.partitions : 1
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
    const { link, batch, commitEvents, commitMs, deadlines } = this.options
    await this.keepRunning(`${spec.id}.${partition}`, async () => {
      const runner = await TaskRunner.start({
        link,
        spec,
        partition,
        tasksOf: (subTopology) => this.tasksOf(subTopology),
        batch,
        commitEvents,
        commitMs,
        deadlineBehind: (timeMs) => deadlineBehind(timeMs, deadlines),
        onCommit: () => this.wake(),
      })
      this.runners.set(runner.name, runner)
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
      this.failure ??= error
      this.stop()
    }
  }

  /** Whether every task has passed the source's last stamp. */
  private passed(): boolean {
    if (!this.sourceEnded) return false
    const clockMs = this.ingest?.ingest.clockMs ?? Number.POSITIVE_INFINITY
    const { subTopologies } = this.options.topology
    const tasks = subTopologies.reduce((sum, { id }) => sum + this.tasksOf(id), 0)
    if (this.runners.size < tasks) return false
    return [...this.runners.values()].every(
      ({ committedWatermarkMs }) =>
        clockMs === Number.NEGATIVE_INFINITY || committedWatermarkMs >= clockMs - 1,
    )
  }
}

/** The cluster is away, or has to be asked anew: not a fault of what runs. */
function isPassing(error: unknown): boolean {
  return error instanceof UncertainCommitError || (error as Error).name.startsWith('KafkaJS')
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
