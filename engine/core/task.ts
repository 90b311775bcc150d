import type { OffsetRanges } from '../log/log.ts'
import type { StoreChange, StoreEntry } from '../state/store.ts'
import type { Timer } from '../state/timers.ts'
import { type ChainPath, Instant, rootOfFeedback } from './chain-path.ts'
import { ConfigError } from './errors.ts'
import { Graph, type GraphFailure, type OutputSink } from './graph.ts'
import { type Cursor, FeedbackCursor, type Fetch, InputCursor } from './input.ts'
import type { Message } from './message.ts'
import { effectMs, firstClosedEpochMs, isHop, type SubTopology, writerOf } from './sub-topology.ts'
import { ChainOrder } from './take-chain.ts'
import { takeInstants } from './take-instants.ts'
import { takeStream } from './take-stream.ts'
import { partitionOf, type Topic } from './topic.ts'

/** What a task commits beside its operators' state: where it stands. */
export interface TaskPosition {
  /** Next offset by topic/partition. */
  readonly offsets: { readonly [topicPartition: string]: number }
  readonly reachedMs: { readonly [topicPartition: string]: number }
  readonly watermarkMs: number
  /** When its time began; no epoch before it is waited for. */
  readonly startMs: number
  /** Own records that wait for an answer, by awaited topic. */
  readonly awaited: { readonly [topic: string]: readonly number[] }
  /** The time of the last event. All that could be done at it was done: a commit never comes within a time. */
  readonly nowMs: number
  /** What operators counted, by `operator.name`. */
  readonly counts: { readonly [name: string]: number }
}

/** Where a task's records come from. */
export interface TaskReader {
  partitions(topic: Topic<unknown>): number
  fetch(topic: Topic<unknown>, partition: number): Fetch
}

export interface TaskOptions {
  readonly spec: SubTopology
  readonly partition: number
  readonly reader: TaskReader
  readonly sink: OutputSink
}

export interface TaskSnapshot {
  readonly position: TaskPosition
  readonly state: Iterable<StoreEntry>
}

/**
 * One sub-topology × one partition. Takes records, timers and feedback in an order that is a pure
 * function of their times, pushes each through the graph, and stops where it must wait: at the end
 * of what is known, or before a time at which feedback could still take effect. It does no I/O:
 * whoever runs it brings records and watermarks, and commits what `takeCommit` gives.
 */
export class Task {
  readonly spec: SubTopology
  readonly partition: number
  graph: Graph
  readonly inputs: readonly InputCursor[]
  readonly feedback: readonly FeedbackCursor[]
  /**
   * Nothing with time ≤ this will follow from here. A stage says half a millisecond more when feedback and
   * timers of the next one are done too: what stands still there still gets as far as an uncut chain.
   */
  watermarkMs = Number.NEGATIVE_INFINITY
  /** Nothing behind this time is done, whatever is known: to see how things stood then. */
  holdAtMs = Number.POSITIVE_INFINITY
  /** Events (records, timers, feedback) processed since the start of the process. */
  events = 0
  /** Turns in which there was work, but feedback had to be waited for. */
  waits = 0
  /** Where it is in its chain, where that was cut. */
  readonly instant: Instant | undefined
  private readonly chainOrder: ChainOrder | undefined
  private startMs = Number.POSITIVE_INFINITY
  private readonly awaited = new Map<string, number[]>()
  private readonly answeredMs = new Map<string, number>()

  constructor(
    { spec, partition, reader, sink }: TaskOptions,
    snapshot?: TaskSnapshot,
    known: readonly GraphFailure[] = [],
  ) {
    this.spec = spec
    this.partition = partition
    const saved = snapshot?.position
    const offset = (topic: Topic<unknown>, p: number) => saved?.offsets[`${topic.name}/${p}`] ?? 0
    const mine = (topic: Topic<unknown>) =>
      spec.partitioning === 'key' && topic.partitioning === 'key'
        ? [partition]
        : Array.from({ length: reader.partitions(topic) }, (_, p) => p)
    this.inputs = spec.inputs.flatMap((input) =>
      mine(input.topic).map(
        (p) => new InputCursor(input, p, offset(input.topic, p), reader.fetch(input.topic, p)),
      ),
    )
    this.feedback = spec.feedback.flatMap((feedback) =>
      mine(feedback.topic).map(
        (p) =>
          new FeedbackCursor(
            feedback,
            p,
            offset(feedback.topic, p),
            reader.fetch(feedback.topic, p),
          ),
      ),
    )
    for (const { awaits } of spec.feedback) {
      if (awaits !== undefined)
        this.awaited.set(awaits.name, [...(saved?.awaited[awaits.name] ?? [])])
    }
    this.instant = spec.stage && new Instant()
    this.chainOrder = spec.merge === 'chain' ? new ChainOrder(this) : undefined
    const hops = new Set(spec.stage?.hops)
    this.graph = new Graph(
      spec,
      (topic, message) => {
        if (this.awaited.size > 0) this.await(topic, message)
        if (hops.has(topic)) this.assertOwn(topic, message, reader)
        sink(topic, message)
      },
      known,
    )
    if (snapshot === undefined || saved === undefined) return
    this.graph.load(snapshot.state)
    this.watermarkMs = saved.watermarkMs
    this.startMs = saved.startMs
    this.graph.nowMs = saved.nowMs
    for (const [name, count] of Object.entries(saved.counts)) this.graph.counts.set(name, count)
    for (const input of this.inputs) {
      input.reachedMs =
        saved.reachedMs[`${input.spec.topic.name}/${input.partition}`] ?? input.reachedMs
    }
  }

  get name(): string {
    return `${this.spec.id}.${this.partition}`
  }

  /**
   * Watermarks of another sub-topology's tasks moved, here by partition: time of its inputs, and
   * answers to feedback. The least counts, because any of them may write to any partition; but of an
   * earlier stage of the same chain only the task of the same partition does.
   */
  observe(subTopology: string, watermarksMs: readonly number[]): void {
    const leastMs = Math.floor(Math.min(...watermarksMs))
    for (const input of this.inputs) {
      if (writerOf(input.spec) !== subTopology) continue
      const toldMs = isHop(input.spec) ? watermarksMs[this.partition] : leastMs
      input.reachedMs = Math.max(input.reachedMs, (toldMs ?? Number.NEGATIVE_INFINITY) + 1)
    }
    if (this.spec.feedback.some(({ from }) => from === subTopology)) {
      this.answeredMs.set(subTopology, leastMs)
    }
  }

  /**
   * Processes up to about `eventsMax` events and publishes its watermark. Returns how many it took;
   * stops early at a failure of the graph or at asynchronous work to settle.
   */
  run(eventsMax: number): number {
    const before = this.events
    if (this.chainOrder !== undefined) this.chainOrder.take(eventsMax)
    else if (this.spec.merge === 'instant') takeInstants(this, eventsMax)
    else takeStream(this, eventsMax)
    return this.events - before
  }

  /**
   * Lets results of asynchronous work go on, and what has its turn between and behind them at their time;
   * gives the events that took.
   */
  async settle(): Promise<number> {
    const before = this.events
    while (this.graph.pending.length > 0) {
      await this.graph.settle()
      this.run(0)
    }
    return this.events - before
  }

  /** Takes note of when time began; no epoch before it is waited for. */
  begin(ms: number): void {
    if (ms < this.startMs) this.startMs = ms
  }

  /** Nothing before `timeMs` will follow; nor what feedback and timers do at that time, where `onlyRecords`. */
  publish(timeMs: number, onlyRecords = false): void {
    const watermarkMs = timeMs - (onlyRecords && this.instant !== undefined ? 0.5 : 1)
    if (watermarkMs > this.watermarkMs) this.watermarkMs = watermarkMs
  }

  /** Where the task would have to wait for feedback. */
  gateMs(): number {
    let gate = Number.POSITIVE_INFINITY
    for (const spec of this.spec.feedback) {
      const answered = this.answeredMs.get(spec.from) ?? Number.NEGATIVE_INFINITY
      gate = Math.min(gate, firstClosedEpochMs(spec, answered, this.startMs))
      if (spec.awaits === undefined) continue
      const waiting = this.awaited.get(spec.awaits.name) ?? []
      while (waiting.length > 0 && (waiting[0] as number) <= answered) waiting.shift()
      if (waiting.length > 0) gate = Math.min(gate, (waiting[0] as number) + spec.delayMs)
    }
    return gate
  }

  takeCommit(): {
    readonly changes: StoreChange[]
    readonly position: TaskPosition
    readonly reads: OffsetRanges
  } {
    const reads: { [topicPartition: string]: readonly [number, number] } = {}
    const offsets: { [topicPartition: string]: number } = {}
    const reachedMs: { [topicPartition: string]: number } = {}
    for (const cursor of [...this.inputs, ...this.feedback] as Cursor[]) {
      const name = `${(cursor as InputCursor | FeedbackCursor).spec.topic.name}/${cursor.partition}`
      offsets[name] = cursor.position
      if (cursor.committed < cursor.position) reads[name] = [cursor.committed, cursor.position]
      cursor.committed = cursor.position
      if (cursor instanceof InputCursor) reachedMs[name] = cursor.surelyReachedMs()
    }
    return {
      reads,
      changes: this.graph.takeChanges(),
      position: {
        offsets,
        reachedMs,
        watermarkMs: this.watermarkMs,
        startMs: this.startMs,
        nowMs: this.graph.nowMs,
        counts: Object.fromEntries(this.graph.counts),
        awaited: Object.fromEntries([...this.awaited].map(([topic, times]) => [topic, [...times]])),
      },
    }
  }

  nextFeedback(): FeedbackCursor | undefined {
    let best: FeedbackCursor | undefined
    let bestMs = Number.POSITIVE_INFINITY
    for (const cursor of this.feedback) {
      if (cursor.peek() === undefined) continue
      const effect = this.effectOf(cursor)
      if (effect < bestMs) {
        best = cursor
        bestMs = effect
      }
    }
    return best
  }

  effectOf(cursor: FeedbackCursor): number {
    return effectMs(cursor.spec, cursor.peek()?.timeMs ?? Number.POSITIVE_INFINITY)
  }

  take(cursor: FeedbackCursor, timeMs: number): void {
    const { graph } = this
    const record = cursor.peek()
    graph.origin.topic = cursor.spec.topic.name
    graph.origin.partition = cursor.partition
    graph.origin.offset = cursor.offset
    if (record !== undefined && record.key !== null) {
      const path = this.instant?.enter(timeMs, record.key, this.rootOf(cursor))
      graph.push(cursor.spec.topic.name, record as Message<unknown>, timeMs, path)
    }
    cursor.advance()
    this.events++
  }

  rootOf({ spec, offset }: FeedbackCursor): ChainPath {
    const { feedback } = this.spec.stage?.chain ?? this.spec
    const input = feedback.findIndex(({ topic }) => topic.name === spec.topic.name)
    return rootOfFeedback(input, offset)
  }

  fire(): void {
    const timer = this.graph.timers.take() as Timer
    const path = this.instant?.fire(this.storeInChain(timer), timer.key, timer.timeMs)
    this.graph.fire(timer, path)
    this.events++
  }

  /** Of the timer that fires next, where it is due at a time. */
  rootOfNextTimer(timeMs: number): ChainPath | undefined {
    const timer = this.graph.timers.next()
    if (timer?.timeMs !== timeMs) return undefined
    return this.instant?.rootOfTimer(this.storeInChain(timer), timer.key, timeMs)
  }

  /** A stage's stores are named by itself; in the uncut chain they have one name in front of them. */
  private storeInChain({ store }: Timer): string {
    return store.slice(this.spec.id.length)
  }

  private await(topic: Topic<unknown>, message: Message<unknown>): void {
    const waiting = this.awaited.get(topic.name)
    if (waiting === undefined) return
    if (waiting[waiting.length - 1] !== message.timeMs) waiting.push(message.timeMs)
    for (const { awaits, delayMs } of this.spec.feedback) {
      if (awaits?.name === topic.name)
        this.graph.limitMs = Math.min(this.graph.limitMs, message.timeMs + delayMs)
    }
  }

  /** Only the task of a partition writes to it: that is what a later stage, and its watermark, rely on. */
  private assertOwn(topic: Topic<unknown>, { key }: Message<unknown>, reader: TaskReader): void {
    const partition = partitionOf(key, reader.partitions(topic))
    if (partition === this.partition) return
    throw new ConfigError(
      `${this.name} wrote '${key}' to ${topic.name}, which belongs to partition ${partition}: a chain can be cut only where records keep their keys`,
    )
  }
}
