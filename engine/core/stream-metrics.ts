import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { DeadLetter } from './dead-letter.ts'
import type { Ingest } from './ingest.ts'
import type { Task } from './task.ts'

/** What every engine tells of itself, for Prometheus, on whatever log. Labels are tasks and rules, never symbols. */
export class StreamMetrics {
  readonly registry = new Registry()
  private readonly records = this.counter(
    'alphapulse_ingest_records_total',
    'Records that entered through the ingest.',
  )
  private readonly rejects = this.counter(
    'alphapulse_ingest_rejects_total',
    'Rows that went to the dead letters at the edge.',
  )
  private readonly events = this.counter(
    'alphapulse_task_events_total',
    'Records, timers and feedback that a task has processed.',
    'task',
  )
  private readonly waits = this.counter(
    'alphapulse_task_waits_total',
    'Turns in which a task had work but had to wait for feedback.',
    'task',
  )
  private readonly watermark = this.gauge(
    'alphapulse_task_watermark_seconds',
    'Source clock up to which nothing more will follow from a task.',
    'task',
  )
  private readonly clock = this.gauge('alphapulse_source_clock_seconds', 'The source clock.')
  private readonly commits = this.counter('alphapulse_commits_total', 'Commits.')
  private readonly aborts = this.counter(
    'alphapulse_aborts_total',
    'Batches that were undone because an operator threw.',
  )
  private readonly commitSeconds = new Histogram({
    name: 'alphapulse_commit_seconds',
    help: 'Time of a commit.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers: [this.registry],
  })
  private readonly counted = this.gauge(
    'alphapulse_operator_counts',
    'What operators counted since the history began, by operator.name.',
    'task',
    'name',
  )
  private readonly letters = this.counter(
    'alphapulse_dead_letters_total',
    'Records that went to the dead letters, by who refused them and why.',
    'operator',
    'rule',
  )
  private readonly last = new Map<string, number>()

  committed(seconds: number): void {
    this.commits.inc()
    this.commitSeconds.observe(seconds)
  }

  buried({ operator, rule }: Pick<DeadLetter, 'operator' | 'rule'>): void {
    this.letters.inc({ operator, rule })
  }

  protected observeIngest(ingest: Pick<Ingest, 'records' | 'rejects' | 'clockMs'>): void {
    this.records.inc(this.since('records', ingest.records))
    this.rejects.inc(this.since('rejects', ingest.rejects))
    if (Number.isFinite(ingest.clockMs)) this.clock.set(ingest.clockMs / 1_000)
  }

  protected observeAborts(aborts: number): void {
    this.aborts.inc(this.since('aborts', aborts))
  }

  protected observeTask(task: Task): void {
    const { name } = task
    this.events.inc({ task: name }, this.since(`events ${name}`, task.events))
    this.waits.inc({ task: name }, this.since(`waits ${name}`, task.waits))
    if (Number.isFinite(task.watermarkMs))
      this.watermark.set({ task: name }, task.watermarkMs / 1_000)
    for (const [counter, count] of task.graph.counts)
      this.counted.set({ task: name, name: counter }, count)
  }

  /** Forgets how tasks stand that may be elsewhere by now; what was counted here stays. */
  protected forgetTasks(): void {
    this.watermark.reset()
    this.counted.reset()
  }

  protected counter(name: string, help: string, ...labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] })
  }

  protected gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] })
  }

  /** How much a figure has grown since it was last seen; one that began anew, as after an abort, counts from there. */
  private since(name: string, now: number): number {
    const before = this.last.get(name) ?? 0
    this.last.set(name, now)
    return Math.max(0, now - before)
  }
}
