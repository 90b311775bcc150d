import {
  type ChainPath,
  comparePaths,
  haveOneRoot,
  isFromRecord,
  pathOfResult,
  rootOfRecord,
  straightFrom,
} from './chain-path.ts'
import { TaskCorruptedError } from './errors.ts'
import type { FeedbackCursor, InputCursor } from './input.ts'
import type { LogRecord, Message } from './message.ts'
import { isHop } from './sub-topology.ts'
import type { Task } from './task.ts'

/** One record, and where the chain has it. */
interface Step {
  /** With the pipeline that takes it. */
  readonly path: ChainPath
  readonly cameBy: ChainPath
  readonly record: LogRecord
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly isFeedback: boolean
}

/**
 * The order of a stage behind others: it takes what they have written, its own inputs, feedback and timers as
 * the chain does uncut. A time is taken in two goes: what feedback and timers do, and, when all records of
 * that time are there, what these do. No commit comes within a go.
 */
export class ChainOrder {
  private readonly task: Task
  /** Of the go at hand, in order. */
  private steps: readonly Step[] = []
  private at = 0
  private nowMs = Number.NEGATIVE_INFINITY

  constructor(task: Task) {
    this.task = task
  }

  take(eventsMax: number): void {
    const { task } = this
    const end = task.events + eventsMax
    while (this.finish()) {
      const { wholeMs, timersMs, earlyMs, nextMs } = this.lookAhead()
      if (wholeMs === Number.NEGATIVE_INFINITY) return
      const gate = task.gateMs()
      const isThere = nextMs < wholeMs || (nextMs < timersMs && nextMs === earlyMs)
      const surestMs = Math.min(wholeMs, gate, nextMs)
      task.publish(surestMs, surestMs < Math.min(gate, timersMs, earlyMs))
      if (isThere && nextMs >= gate) task.waits++
      if (!isThere || nextMs >= gate || nextMs > task.holdAtMs) return
      if (task.events >= end && nextMs > this.nowMs) return
      this.begin(nextMs, nextMs < wholeMs)
    }
  }

  /** All of the go at hand; false where it failed, or has to settle asynchronous work first. */
  private finish(): boolean {
    const { task } = this
    const { graph } = task
    for (;;) {
      if (graph.failure !== undefined) return false
      const step = this.steps[this.at]
      const timer = task.rootOfNextTimer(this.nowMs)
      const fires = timer !== undefined && !(step && comparePaths(step.path, timer) < 0)
      graph.settleBefore = fires ? timer : step?.path
      if (graph.mustSettle && (fires || step === undefined || !goesBeside(task, step))) return false
      if (fires) task.fire()
      else if (step === undefined) return true
      else {
        this.at++
        this.push(step)
      }
    }
  }

  /** Up to when all is there, up to when all is that feedback and timers do, and when the first of either is. */
  private lookAhead() {
    const { task } = this
    const feedback = task.nextFeedback()
    let earlyMs = Math.min(
      feedback === undefined ? Number.POSITIVE_INFINITY : task.effectOf(feedback),
      task.graph.timers.nextMs(),
    )
    let nextMs = earlyMs
    let wholeMs = Number.POSITIVE_INFINITY
    let timersMs = Number.POSITIVE_INFINITY
    for (const input of task.inputs) {
      input.lookAhead()
      const head = input.head()
      const reachedMs = input.reachedMs + input.spec.delayMs
      wholeMs = Math.min(wholeMs, Math.floor(reachedMs))
      timersMs = Math.min(timersMs, isHop(input.spec) ? reachedMs : reachedMs + 0.5)
      task.begin(input.firstMs)
      if (head === undefined) continue
      const headMs = head.timeMs + input.spec.delayMs
      nextMs = Math.min(nextMs, headMs)
      if (!isFromRecord(this.pathOf(input, head))) earlyMs = Math.min(earlyMs, headMs)
    }
    return { wholeMs, timersMs, earlyMs, nextMs }
  }

  private begin(timeMs: number, whole: boolean): void {
    const { task } = this
    const steps = task.feedback.flatMap((cursor) => this.feedbackAt(cursor, timeMs))
    for (const input of task.inputs) steps.push(...this.recordsAt(input, timeMs, whole))
    this.steps = steps.sort((a, b) => comparePaths(a.path, b.path))
    this.at = 0
    this.nowMs = timeMs
  }

  private feedbackAt(cursor: FeedbackCursor, timeMs: number): Step[] {
    const steps: Step[] = []
    for (;;) {
      const record = cursor.peek()
      if (record === undefined || this.task.effectOf(cursor) !== timeMs) return steps
      if (record.key !== null) {
        const cameBy = straightFrom(this.task.rootOf(cursor))
        steps.push(this.stepOf(cursor, record, cameBy, true))
      }
      cursor.advance()
    }
  }

  private recordsAt(input: InputCursor, timeMs: number, whole: boolean): Step[] {
    const steps: Step[] = []
    for (;;) {
      const record = input.head()
      if (record === undefined || record.timeMs + input.spec.delayMs !== timeMs) return steps
      const cameBy = this.pathOf(input, record)
      if (!whole && isFromRecord(cameBy)) return steps
      steps.push(this.stepOf(input, record, cameBy, false))
      input.advance()
    }
  }

  private stepOf(
    { spec, partition, offset }: InputCursor | FeedbackCursor,
    record: LogRecord,
    cameBy: ChainPath,
    isFeedback: boolean,
  ): Step {
    const topic = spec.topic.name
    const path = [...cameBy, this.task.graph.firstReader(topic)]
    return { path, cameBy, record, topic, partition, offset, isFeedback }
  }

  private pathOf({ spec, partition, offset }: InputCursor, { path }: LogRecord): ChainPath {
    if (!isHop(spec)) return straightFrom(rootOfRecord(spec.rank, offset))
    if (path !== undefined) return path
    throw new TaskCorruptedError(
      `${this.task.name}: record ${offset} of ${spec.topic.name}/${partition} does not tell its path: no stage of ${this.task.spec.stage?.chain.id} wrote it`,
    )
  }

  private push({ cameBy, record, topic, partition, offset }: Step): void {
    const { task, nowMs } = this
    const { graph } = task
    Object.assign(graph.origin, { topic, partition, offset })
    const { key, value } = record as Message<unknown>
    task.instant?.enter(nowMs, key, cameBy)
    graph.push(topic, { key, value, timeMs: nowMs }, nowMs, cameBy)
    task.events++
  }
}

/**
 * Beside asynchronous work: what goes straight through from the same root, because results come behind it; and
 * records of other keys, as in an uncut chain.
 */
function goesBeside({ graph }: Task, { path, record, isFeedback }: Step): boolean {
  const { pending, pendingMax } = graph
  const own = pending.filter((call) => haveOneRoot(call.path, path))
  if (own.length === 0 && (isFeedback || pending.length >= pendingMax.count)) return false
  return pending.every((call) =>
    own.includes(call)
      ? comparePaths(path, pathOfResult(call.path)) < 0
      : call.inputKey !== record.key && call.message.key === call.inputKey,
  )
}
