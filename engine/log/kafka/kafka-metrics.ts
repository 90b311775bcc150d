import type { DeadLetter } from '../../core/dead-letter.ts'
import { TaskCorruptedError, TaskFencedError, UncertainCommitError } from '../../core/errors.ts'
import { StreamMetrics } from '../../core/stream-metrics.ts'
import type { KafkaEngine } from './kafka-engine.ts'
import { StalledError } from './stall-watch.ts'

/** Told by the engine as it happens. */
export interface KafkaObserver {
  committed(seconds: number): void
  buried(letter: Pick<DeadLetter, 'operator' | 'rule'>): void
  /** A task was taken over, and this was read to know its state. */
  restored(task: string, records: number, seconds: number): void
  /** A task ended by an error and is taken over anew. */
  restarted(task: string, error: unknown): void
  /** The watchdog cut a task off that stood still. */
  stalled(task: string): void
}

/** What the part of an engine that runs in this process tells of itself. */
export class KafkaMetrics extends StreamMetrics implements KafkaObserver {
  private readonly restoreSeconds = this.gauge(
    'alphapulse_task_restore_seconds',
    'How long it took to know a task’s state when it was last taken over here.',
    'task',
  )
  private readonly restoredRecords = this.gauge(
    'alphapulse_task_restored_records',
    'Records of the changelog that were read for that.',
    'task',
  )
  private readonly restarts = this.counter(
    'alphapulse_task_restarts_total',
    'Tasks that were taken over anew: fenced by another owner, corrupted, uncertain of a commit, stalled, or cut off from the brokers.',
    'task',
    'reason',
  )
  private readonly stalls = this.counter(
    'alphapulse_task_stalls_total',
    'Tasks that the watchdog cut off: no progress although records waited.',
    'task',
  )
  private readonly lag = this.gauge(
    'alphapulse_task_lag_records',
    'Committed offsets of a task’s inputs that it has not taken yet, transaction markers among them.',
    'task',
    'topic',
  )
  private readonly running = this.gauge('alphapulse_tasks', 'Tasks that run in this process.')

  restored(task: string, records: number, seconds: number): void {
    this.restoreSeconds.set({ task }, seconds)
    this.restoredRecords.set({ task }, records)
  }

  restarted(task: string, error: unknown): void {
    this.restarts.inc({ task, reason: reasonOf(error) })
  }

  stalled(task: string): void {
    this.stalls.inc({ task })
  }

  /** In Prometheus's text format, as of now. */
  async text(engine: KafkaEngine): Promise<string> {
    this.forgetTasks()
    this.lag.reset()
    if (engine.ingest !== undefined) this.observeIngest(engine.ingest.ingest)
    const runners = engine.runners()
    this.running.set(runners.length)
    for (const runner of runners) {
      this.observeTask(runner.task)
      for (const [topic, records] of runner.lag())
        this.lag.set({ task: runner.name, topic }, records)
    }
    this.observeAborts(engine.aborts)
    return this.registry.metrics()
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof TaskFencedError) return 'fenced'
  if (error instanceof TaskCorruptedError) return 'corrupted'
  if (error instanceof UncertainCommitError) return 'uncertain'
  if (error instanceof StalledError) return 'stalled'
  return 'cut off'
}
