import type { Log } from '../log/log.ts'
import { type Command, CommandQueue } from './command-queue.ts'
import { ConfigError, TaskCorruptedError } from './errors.ts'
import type { GraphFailure } from './graph.ts'
import { Ingest, type IngestOptions, type Opening } from './ingest.ts'
import type { Message } from './message.ts'
import type { Source } from './source.ts'
import { Task, type TaskPosition, type TaskReader } from './task.ts'
import { partitionOf, type Topic } from './topic.ts'
import type { Topology } from './topology.ts'

export interface EngineOptions {
  readonly topology: Topology
  readonly log: Log
  readonly partitions: number
  readonly source: Source
  readonly ingest: Omit<IngestOptions, 'partitions'>
  /** Topics that commands enter by; stamped by the ingest. */
  readonly commandTopics?: readonly Topic<unknown>[]
  /** What the run begins with, on the command topics. */
  readonly openings?: readonly Opening[]
  /** Events a task takes in one turn, and items the ingest brings in one. */
  readonly batch: number
  /** Events after which a commit is due; it also comes when there is nothing to do. */
  readonly commitEvents: number
  /** Wall-clock time after which one is due. */
  readonly commitMs: number
  readonly onCommit?: (engine: Engine) => void
  /** Called between turns; tests stop or kill from here. */
  readonly onTurn?: (engine: Engine) => void
}

/**
 * Runs every task of a topology and the ingest in one process over an embedded log: all of them
 * share its commit domain, so that one commit covers records, states and positions together.
 */
export class Engine {
  readonly log: Log
  readonly options: EngineOptions
  tasks: readonly Task[] = []
  ingest: Ingest
  commits = 0
  aborts = 0
  /** How long the last commit took. */
  commitSeconds = 0
  /** Events processed since the last commit. */
  uncommitted = 0
  private stopping = false
  private lastCommitMs = 0
  private readonly commands = new CommandQueue(() => this.wake?.())
  private wake: (() => void) | undefined
  private loading: Promise<boolean> | undefined
  private endings = 0
  private untrimmed = 0

  constructor(options: EngineOptions) {
    this.options = options
    this.log = options.log
    const { batch, commitEvents, partitions } = options
    for (const [name, value] of Object.entries({ batch, commitEvents, partitions })) {
      if (!(Number.isInteger(value) && value > 0))
        throw new ConfigError(`${name} was ${value}; it must be at least 1`)
    }
    this.ingest = new Ingest(
      options.source,
      this.log,
      { ...options.ingest, partitions },
      options.commandTopics,
      options.openings,
    )
    this.tasks = this.buildTasks(new Map())
  }

  /** Runs until the source has ended and every task has passed its end, or until `stop`. */
  async run(): Promise<void> {
    try {
      await this.runToEnd()
    } finally {
      this.stopping = true
      this.ingest.release()
      this.commands.close()
    }
  }

  private async runToEnd(): Promise<void> {
    this.lastCommitMs = performance.now()
    let yieldedMs = this.lastCommitMs
    while (!this.stopping) {
      this.options.onTurn?.(this)
      if (this.stopping) break
      for (const command of this.commands.take()) this.obey(command)
      const moved = await this.turn()
      if (this.due()) this.commit()
      if (!moved && !(await this.bring())) break
      if (performance.now() - yieldedMs > yieldMs) {
        await new Promise((resolve) => setImmediate(resolve))
        yieldedMs = performance.now()
      }
    }
    this.commit()
    if (!this.stopping) this.assertPassed()
  }

  /** True once `stop` was called or the run has ended. */
  get stopped(): boolean {
    return this.stopping
  }

  stop(): void {
    this.stopping = true
    this.wake?.()
  }

  /** Appends a record of a command at the present clock; resolves when it is committed. */
  inject(topic: Topic<unknown>, key: string, value: unknown): Promise<number> {
    return this.commands.put(topic, key, value)
  }

  private obey({ topic, key, value, done, refuse }: Command): void {
    let stampMs: number
    try {
      stampMs = this.ingest.inject(topic, key, value)
    } catch (error) {
      refuse(error)
      return
    }
    this.uncommitted++
    try {
      this.commit()
    } catch (error) {
      // What the tasks gave for this commit is out of their hands: only a restart finds it again.
      refuse(error)
      throw error
    }
    done(stampMs)
  }

  /** The time up to which everything has been processed by every task. */
  watermarkMs(): number {
    return Math.min(...this.tasks.map(({ watermarkMs }) => watermarkMs))
  }

  commit(): void {
    const startedMs = performance.now()
    const writers = this.tasks.map((task) => {
      return { writer: task.name, ...task.takeCommit() }
    })
    this.log.commit([this.ingest.position(), ...writers])
    this.ingest.committed()
    const committed = this.uncommitted
    this.uncommitted = 0
    this.commits++
    this.lastCommitMs = performance.now()
    this.commitSeconds = (this.lastCommitMs - startedMs) / 1_000
    this.untrimmed += committed
    if (this.untrimmed >= trimEvents) this.trim()
    this.options.onCommit?.(this)
  }

  /** One turn of every task; true when any of them got on. */
  private async turn(): Promise<boolean> {
    let moved = false
    for (const task of this.tasks) {
      const watermark = task.watermarkMs
      let events = task.run(this.options.batch)
      if (task.graph.pending.length > 0) events += await task.settle()
      if (task.graph.failure !== undefined) {
        this.recover(task, task.graph.failure)
        return true
      }
      this.uncommitted += events
      if (events > 0) moved = true
      if (task.watermarkMs > watermark) {
        moved = true
        this.tell(task)
      }
    }
    return moved
  }

  private due(): boolean {
    if (this.uncommitted === 0) return false
    // Behind a failure soon, so that the next one does not run the same batch yet again.
    if (this.tasks.some(({ graph }) => graph.known.length > 0)) return true
    const { commitEvents, commitMs } = this.options
    return this.uncommitted >= commitEvents || performance.now() - this.lastCommitMs >= commitMs
  }

  /** Gets the next items from the source; false when it has ended and nothing is left to do. */
  private async bring(): Promise<boolean> {
    // A live source may be silent for long: nothing that was done waits for it uncommitted.
    if (!this.options.source.bounded && this.uncommitted > 0) this.commit()
    // A command or a stop that came during the turn found nobody to wake.
    if (this.stopping || this.commands.waiting) return true
    this.loading ??= this.ingest.load()
    const woken = new Promise<'woken'>((resolve) => {
      this.wake = () => resolve('woken')
    })
    const got = await Promise.race([this.loading, woken])
    this.wake = undefined
    if (got === 'woken') return true
    this.loading = undefined
    if (got) {
      this.uncommitted += this.ingest.step(this.options.batch)
      return true
    }
    return this.endings++ === 0
  }

  /** An operator threw: back to the last commit, and again with its input as a dead letter. */
  private recover(task: Task, failure: GraphFailure): void {
    // The program is wrong, not the record.
    if (failure.error instanceof ConfigError) throw failure.error
    const known = new Map(this.tasks.map(({ name, graph }) => [name, graph.known]))
    const mine = known.get(task.name) ?? []
    if (mine.some(({ place, index }) => place === failure.place && index === failure.index)) {
      throw new TaskCorruptedError(
        `${task.name}: ${failure.place} failed again where it was to be skipped`,
        {},
        failure.error,
      )
    }
    known.set(task.name, [...mine, failure])
    this.loading = undefined
    this.log.abort()
    this.aborts++
    this.uncommitted = 0
    this.endings = 0
    this.ingest = this.ingest.rewound()
    this.tasks = this.buildTasks(known)
  }

  private buildTasks(known: ReadonlyMap<string, readonly GraphFailure[]>): readonly Task[] {
    const { log } = this
    const { topology, partitions } = this.options
    const reader: TaskReader = {
      partitions: (topic) => log.partitions(topic),
      fetch: (topic, partition) => (offset) => log.read(topic, partition, offset, fetchRecords),
    }
    const tasks = topology.subTopologies.flatMap((spec) =>
      Array.from({ length: spec.partitioning === 'key' ? partitions : 1 }, (_, partition) => {
        const name = `${spec.id}.${partition}`
        const sink = (topic: Topic<unknown>, message: Message<unknown>) =>
          log.append(topic, partitionOf(message.key, log.partitions(topic)), message, name)
        const saved = log.restore(name)
        const snapshot = saved && { position: saved.position as TaskPosition, state: saved.state }
        return new Task({ spec, partition, reader, sink }, snapshot, known.get(name))
      }),
    )
    for (const task of tasks) this.tell(task, tasks)
    return tasks
  }

  private tell(task: Task, tasks = this.tasks): void {
    const mates = tasks.filter(({ spec }) => spec === task.spec)
    const watermarksMs = mates.map(({ watermarkMs }) => watermarkMs)
    for (const other of tasks) other.observe(task.spec.id, watermarksMs)
  }

  /** Lets the log go of what every task has read. */
  private trim(): void {
    this.untrimmed = 0
    const least = new Map<string, number>()
    for (const task of this.tasks) {
      for (const cursor of [...task.inputs, ...task.feedback]) {
        const name = `${cursor.spec.topic.name}/${cursor.partition}`
        const known = least.get(name) ?? Number.POSITIVE_INFINITY
        least.set(name, Math.min(known, cursor.position))
      }
    }
    this.log.trim(
      this.ingest.clockMs,
      (topic, partition) => least.get(`${topic.name}/${partition}`) ?? Number.POSITIVE_INFINITY,
    )
  }

  /** Liveness: a bounded source ends with a heartbeat behind everything, and every task reaches it. */
  private assertPassed(): void {
    const { clockMs } = this.ingest
    const stuck = this.tasks.filter(({ watermarkMs }) => watermarkMs < clockMs - 1)
    if (!this.options.source.bounded || clockMs === Number.NEGATIVE_INFINITY || stuck.length === 0)
      return
    throw new TaskCorruptedError(
      `the source has ended at ${clockMs}, but ${stuck.map(({ name, watermarkMs }) => `${name} stands at ${watermarkMs}`).join(', ')}`,
    )
  }
}

/** Trimming looks at every partition: not at each small commit, but before its records grow old. */
const trimEvents = 4_096
/** Records a cursor fetches at once. */
const fetchRecords = 4096
/** The event loop gets its turn at least this often. */
const yieldMs = 50
