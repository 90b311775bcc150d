import { setImmediate as yieldToEvents } from 'node:timers/promises'
import { ConfigError, TaskCorruptedError } from '../../core/errors.ts'
import type { GraphFailure } from '../../core/graph.ts'
import type { FeedbackCursor, InputCursor } from '../../core/input.ts'
import type { LogRecord, Message } from '../../core/message.ts'
import { Pause } from '../../core/pause.ts'
import type { SubTopology } from '../../core/sub-topology.ts'
import { Task, type TaskPosition, type TaskReader } from '../../core/task.ts'
import { partitionOf, type Topic } from '../../core/topic.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { ClusterLink } from './cluster-link.ts'
import type { GroupedRunner, GroupMember } from './grouped-runner.ts'
import type { KafkaObserver } from './kafka-metrics.ts'
import type { Reading } from './read-buffers.ts'
import { recordsOf } from './record-codec.ts'
import type { TaskLog } from './task-log.ts'
import type { InputOffsets } from './task-producer.ts'
import { UpstreamWatermarks } from './upstream-watermarks.ts'

export interface TaskRunnerOptions {
  readonly link: ClusterLink
  readonly spec: SubTopology
  readonly partition: number
  /** Every sub-topology of the topology: how many tasks each has. */
  readonly tasksOf: (subTopology: string) => number
  /** Topics that stages of a chain write for each other; who reads them first in a process reads them for all. */
  readonly hops: ReadonlySet<string>
  /** Events a task takes in one turn. */
  readonly batch: number
  /** Events after which a commit is due, and time after which one is, where there is anything to commit. */
  readonly commitEvents: number
  readonly commitMs: number
  /** The next time from which on others may wait for this task's watermark, behind a time. */
  readonly deadlineBehind: (timeMs: number) => number
  /** The member of the group that was given the task, where processes share tasks. */
  readonly member?: GroupMember
  readonly onCommit?: (runner: TaskRunner) => void
  /** An operator threw, and the batch was undone. */
  readonly onAbort?: () => void
  readonly observer?: KafkaObserver
  readonly checkpoints?: Checkpoints
}

/**
 * Runs one task over Kafka: takes records as they come, lets the task's own rules decide how far it may
 * go, and commits what came of it in one transaction.
 */
export class TaskRunner implements GroupedRunner {
  readonly name: string
  task: Task
  /** What others may know of its time. */
  committedWatermarkMs = Number.NEGATIVE_INFINITY
  commits = 0
  private readonly options: TaskRunnerOptions
  private readonly log: TaskLog
  private readonly readings = new Map<string, Reading<LogRecord>>()
  private readonly upstream: UpstreamWatermarks
  private uncommitted = 0
  private committedMs = performance.now()
  private stopping = false
  private ended = false
  private pause: Pause | undefined
  private member: GroupMember | undefined
  private wake: () => void = () => undefined

  private constructor(options: TaskRunnerOptions, log: TaskLog) {
    this.options = options
    this.log = log
    this.name = `${options.spec.id}.${options.partition}`
    this.member = options.member
    const { link, spec, partition } = options
    this.upstream = new UpstreamWatermarks(link, spec, partition)
    this.task = this.build([])
    this.committedWatermarkMs = this.task.watermarkMs
  }

  /** Takes the task over and stands where its last commit stood. */
  static async start(options: TaskRunnerOptions): Promise<TaskRunner> {
    const log = await options.link.takeOver(options.spec.id, options.partition, options)
    const runner = new TaskRunner(options, log)
    try {
      await runner.openReadings()
    } catch (error) {
      await runner.close()
      throw error
    }
    return runner
  }

  async run(): Promise<void> {
    const abandoned = new Promise<never>((_, reject) => {
      this.abandon = (error) => {
        // Whatever it hangs in may hang for ever; the next owner fences it.
        this.ended = true
        this.stop()
        reject(error)
      }
    })
    await Promise.race([this.work(), abandoned])
  }

  /** Lets go of it at once, whatever it is doing: `run` throws the error. */
  abandon: (error: Error) => void = () => undefined

  /** What the watchdog wants to know: what was done so far, how much waits, and whether it has to stand still. */
  standing(): { readonly progress: number; readonly behind: number; readonly held: boolean } {
    const { task } = this
    let behind = 0
    for (const records of this.lag().values()) behind += records
    const gated = task.watermarkMs >= task.gateMs() - 1
    return { progress: task.events + this.commits, behind, held: gated || this.pause !== undefined }
  }

  private async work(): Promise<void> {
    try {
      let yieldedMs = performance.now()
      while (!this.stopping) {
        if (this.pause !== undefined) {
          await this.commit()
          this.pause.reached()
          await this.pause.over
          continue
        }
        const arrival = this.options.link.buffers.arrival()
        const moved = await this.turn()
        if (this.due(moved)) await this.commit()
        const nowMs = performance.now()
        if (moved) {
          if (nowMs - yieldedMs < yieldMs) continue
          await yieldToEvents()
          yieldedMs = performance.now()
        } else {
          await this.rest(arrival)
          yieldedMs = performance.now()
        }
      }
      await this.commit()
    } finally {
      await this.close()
    }
  }

  stop(): void {
    this.stopping = true
    this.pause?.end()
    this.wake()
  }

  suspend(): Promise<void> {
    if (this.ended || this.stopping) return Promise.resolve()
    this.pause ??= new Pause()
    this.wake()
    return this.pause.standing
  }

  resume(member: GroupMember): void {
    this.member = member
    this.pause?.end()
    this.pause = undefined
  }

  /** By topic, how many offsets of its inputs are committed and not yet taken: behind the newest record, none. */
  lag(): ReadonlyMap<string, number> {
    const lags = new Map<string, number>()
    for (const cursor of this.cursors()) {
      const { name } = cursor.spec.topic
      const reading = this.readings.get(this.nameOf(cursor))
      if (reading === undefined) continue
      const behind = reading.fetch(cursor.position).length > 0 ? cursor.position : reading.readTo
      lags.set(name, (lags.get(name) ?? 0) + Math.max(0, reading.end - behind))
    }
    return lags
  }

  private async close(): Promise<void> {
    this.ended = true
    this.pause?.reached()
    for (const reading of this.readings.values()) reading.close()
    this.upstream.close()
    await this.log.close()
  }

  /** One turn of the task; true when it got on. */
  private async turn(): Promise<boolean> {
    const { failure } = this.options.link.buffers
    if (failure !== undefined) throw failure
    const { task } = this
    const before = task.watermarkMs
    this.upstream.tell(this.task, (name) => this.readings.get(name)?.readTo)
    let events = task.run(this.options.batch)
    if (task.graph.pending.length > 0) events += await task.settle()
    if (task.graph.failure !== undefined) {
      this.recover(task.graph.failure)
      return true
    }
    this.uncommitted += events
    return events > 0 || task.watermarkMs > before
  }

  private due(moved: boolean): boolean {
    const { commitEvents, commitMs, deadlineBehind } = this.options
    const { task } = this
    if (this.uncommitted >= commitEvents || task.graph.known.length > 0) return true
    const elapsed = performance.now() - this.committedMs >= commitMs
    if (this.uncommitted > 0 && elapsed) return true
    if (moved) return false
    // It can get no further by itself: what others may be waiting for is told at once.
    return task.watermarkMs >= deadlineBehind(this.committedWatermarkMs) || this.isWaitedFor()
  }

  /** It stands before a gate that only the others can open, and has not yet told them how far it is. */
  private isWaitedFor(): boolean {
    const { task } = this
    return task.watermarkMs > this.committedWatermarkMs && task.watermarkMs >= task.gateMs() - 1
  }

  private async commit(): Promise<void> {
    const { task } = this
    const { watermarkMs } = task
    if (this.uncommitted === 0 && watermarkMs === this.committedWatermarkMs) return
    const { changes, position, reads } = task.takeCommit()
    const offsets = this.offsets()
    const startedMs = performance.now()
    await this.log.commit({ changes, position, reads, watermarkMs, offsets })
    this.committedWatermarkMs = watermarkMs
    this.uncommitted = 0
    this.commits++
    this.committedMs = performance.now()
    this.options.observer?.committed((this.committedMs - startedMs) / 1_000)
    for (const cursor of this.cursors())
      this.readings.get(this.nameOf(cursor))?.release(cursor.position)
    this.upstream.release()
    this.options.link.buffers.more()
    this.options.onCommit?.(this)
  }

  /** An operator threw: back to the last commit, and again with its input as a dead letter. */
  private recover(failure: GraphFailure): void {
    // The program is wrong, not the record.
    if (failure.error instanceof ConfigError) throw failure.error
    const { known } = this.task.graph
    if (known.some(({ place, index }) => place === failure.place && index === failure.index)) {
      throw new TaskCorruptedError(
        `${this.name}: ${failure.place} failed again where it was to be skipped`,
        {},
        failure.error,
      )
    }
    this.log.abort()
    this.options.onAbort?.()
    this.uncommitted = 0
    this.task = this.build([...known, failure])
  }

  private build(known: readonly GraphFailure[]): Task {
    const { spec, partition } = this.options
    const { log } = this
    const reader: TaskReader = {
      partitions: (topic) => log.partitions(topic),
      fetch: (topic, of) => {
        const name = `${this.options.link.options.names.topic(topic)}/${of}`
        return (offset) => this.readings.get(name)?.fetch(offset) ?? []
      },
    }
    const sink = (topic: Topic<unknown>, message: Message<unknown>): void =>
      log.append(topic, partitionOf(message.key, log.partitions(topic)), message)
    const saved = log.restore()
    const snapshot = saved && { position: saved.position as TaskPosition, state: saved.state }
    return new Task({ spec, partition, reader, sink }, snapshot, known)
  }

  private async openReadings(): Promise<void> {
    const { link, hops } = this.options
    const { names, ids } = link.options
    for (const cursor of this.cursors()) {
      const { topic } = cursor.spec
      const reading = await link.buffers.open<LogRecord>(
        names.topic(topic),
        cursor.partition,
        cursor.position,
        (fetched) => recordsOf(topic, fetched, ids, hops.has(topic.name)),
      )
      this.readings.set(this.nameOf(cursor), reading)
    }
    await this.upstream.open((subTopology) => this.options.tasksOf(subTopology))
  }

  /** Of the inputs that belong to the task's own partition, for the group. */
  private offsets(): InputOffsets | undefined {
    const { link, spec, partition } = this.options
    const { member } = this
    if (member === undefined) return undefined
    const { names } = link.options
    const mine = this.task.inputs.filter(
      ({ spec: { topic }, partition: of }) =>
        spec.partitioning === 'global' || (topic.partitioning === 'key' && of === partition),
    )
    const byTopic = new Map<string, { partition: number; offset: number }[]>()
    for (const { spec: input, partition: of, position } of mine) {
      const name = names.topic(input.topic)
      const offsets = byTopic.get(name)
      if (offsets === undefined) byTopic.set(name, [{ partition: of, offset: position }])
      else offsets.push({ partition: of, offset: position })
    }
    const topics = [...byTopic].map(([topic, partitions]) => ({ topic, partitions }))
    return { ...member, topics }
  }

  private cursors(): readonly (InputCursor | FeedbackCursor)[] {
    return [...this.task.inputs, ...this.task.feedback]
  }

  private nameOf({ spec, partition }: InputCursor | FeedbackCursor): string {
    return `${this.options.link.options.names.topic(spec.topic)}/${partition}`
  }

  /** Until something has come, or what was done is to be committed. */
  private async rest(arrival: Promise<void>): Promise<void> {
    this.options.link.buffers.more()
    let timer: NodeJS.Timeout | undefined
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve
      if (this.stopping || this.pause !== undefined) resolve()
      if (this.uncommitted === 0) return
      const leftMs = this.options.commitMs - (performance.now() - this.committedMs)
      timer = setTimeout(resolve, Math.max(0, leftMs))
    })
    await Promise.race([arrival, woken])
    clearTimeout(timer)
  }
}

/** The event loop gets its turn at least this often. */
const yieldMs = 20
