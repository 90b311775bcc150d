import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Engine } from './engine.ts'

/** What an engine tells of itself, for Prometheus. Fed at each commit; labels are tasks, never symbols. */
export class EngineMetrics {
  readonly registry = new Registry()
  private readonly records = new Counter({
    name: 'alphapulse_ingest_records_total',
    help: 'Records that entered through the ingest.',
    registers: [this.registry],
  })
  private readonly rejects = new Counter({
    name: 'alphapulse_ingest_rejects_total',
    help: 'Rows that went to the dead letters at the edge.',
    registers: [this.registry],
  })
  private readonly events = new Counter({
    name: 'alphapulse_task_events_total',
    help: 'Records, timers and feedback that a task has processed.',
    labelNames: ['task'],
    registers: [this.registry],
  })
  private readonly waits = new Counter({
    name: 'alphapulse_task_waits_total',
    help: 'Turns in which a task had work but had to wait for feedback.',
    labelNames: ['task'],
    registers: [this.registry],
  })
  private readonly watermark = new Gauge({
    name: 'alphapulse_task_watermark_seconds',
    help: 'Source clock up to which nothing more will follow from a task.',
    labelNames: ['task'],
    registers: [this.registry],
  })
  private readonly clock = new Gauge({
    name: 'alphapulse_source_clock_seconds',
    help: 'The source clock.',
    registers: [this.registry],
  })
  private readonly commits = new Counter({
    name: 'alphapulse_commits_total',
    help: 'Commits.',
    registers: [this.registry],
  })
  private readonly aborts = new Counter({
    name: 'alphapulse_aborts_total',
    help: 'Batches that were undone because an operator threw.',
    registers: [this.registry],
  })
  private readonly commitSeconds = new Histogram({
    name: 'alphapulse_commit_seconds',
    help: 'Time of a commit.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers: [this.registry],
  })
  private readonly counted = new Gauge({
    name: 'alphapulse_operator_counts',
    help: 'What operators counted since the folder was made, by operator.name.',
    labelNames: ['task', 'name'],
    registers: [this.registry],
  })
  private readonly last = new Map<string, number>()

  /** Call after each commit. */
  observe(engine: Engine): void {
    const { ingest, tasks } = engine
    this.records.inc(this.since('records', ingest.records))
    this.rejects.inc(this.since('rejects', ingest.rejects))
    this.commits.inc(this.since('commits', engine.commits))
    this.aborts.inc(this.since('aborts', engine.aborts))
    this.commitSeconds.observe(engine.commitSeconds)
    if (Number.isFinite(ingest.clockMs)) this.clock.set(ingest.clockMs / 1_000)
    for (const task of tasks) {
      const { name } = task
      this.events.inc({ task: name }, this.since(`events ${name}`, task.events))
      this.waits.inc({ task: name }, this.since(`waits ${name}`, task.waits))
      if (Number.isFinite(task.watermarkMs))
        this.watermark.set({ task: name }, task.watermarkMs / 1_000)
      for (const [counter, count] of task.graph.counts)
        this.counted.set({ task: name, name: counter }, count)
    }
  }

  /** How much a figure has grown since it was last seen; one that began anew, as after an abort, counts from there. */
  private since(name: string, now: number): number {
    const before = this.last.get(name) ?? 0
    this.last.set(name, now)
    return Math.max(0, now - before)
  }
}
