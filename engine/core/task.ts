import type { OffsetRanges } from '../log/log.ts'
import type { StoreChange, StoreEntry } from '../state/store.ts'
import type { Timer } from '../state/timers.ts'
import { Graph, type GraphFailure, type OutputSink } from './graph.ts'
import { type Cursor, FeedbackCursor, type Fetch, InputCursor } from './input.ts'
import type { LogRecord, Message } from './message.ts'
import { effectMs, firstClosedEpochMs, type SubTopology } from './sub-topology.ts'
import type { Topic } from './topic.ts'

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
  /** Nothing with time ≤ this will follow from here. */
  watermarkMs = Number.NEGATIVE_INFINITY
  /** Events (records, timers, feedback) processed since the start of the process. */
  events = 0
  /** Turns in which there was work, but feedback had to be waited for. */
  waits = 0
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
    this.graph = new Graph(
      spec.id,
      [...spec.inputs, ...spec.feedback].map(({ topic }) => topic),
      spec.pipelines,
      (topic, message) => {
        if (this.awaited.size > 0) this.await(topic, message)
        sink(topic, message)
      },
      known,
    )
    if (snapshot === undefined || saved === undefined) return
    this.graph.load(snapshot.state)
    this.watermarkMs = saved.watermarkMs
    this.startMs = saved.startMs
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
   * The least watermark of another sub-topology's tasks moved: time of its inputs, and answers to
   * feedback. The least, because any of them may write to any partition.
   */
  observe(subTopology: string, leastMs: number): void {
    for (const input of this.inputs) {
      const { from } = input.spec
      if (from === 'source' || from.subTopology !== subTopology) continue
      input.reachedMs = Math.max(input.reachedMs, leastMs + 1)
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
    if (this.spec.merge === 'instant') this.runInstants(eventsMax)
    else this.runStream(eventsMax)
    return this.events - before
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
      if (cursor instanceof InputCursor) reachedMs[name] = cursor.reachedMs
    }
    return {
      reads,
      changes: this.graph.takeChanges(),
      position: {
        offsets,
        reachedMs,
        watermarkMs: this.watermarkMs,
        startMs: this.startMs,
        counts: Object.fromEntries(this.graph.counts),
        awaited: Object.fromEntries([...this.awaited].map(([topic, times]) => [topic, [...times]])),
      },
    }
  }

  private runStream(eventsMax: number): void {
    const { graph } = this
    const end = this.events + eventsMax
    for (;;) {
      let frontier = Number.POSITIVE_INFINITY
      let best: InputCursor | undefined
      let bestMs = Number.POSITIVE_INFINITY
      for (const input of this.inputs) {
        const head = input.head()
        const reached = input.frontierMs()
        frontier = Math.min(frontier, reached)
        if (input.firstMs < this.startMs) this.startMs = input.firstMs
        if (
          head !== undefined &&
          (reached < bestMs || (reached === bestMs && input.spec.rank < (best?.spec.rank ?? 0)))
        ) {
          best = input
          bestMs = reached
        }
      }
      if (frontier === Number.NEGATIVE_INFINITY) return
      if (graph.failure !== undefined || graph.pending.length > 0) return
      const gate = this.gateMs()
      const feedback = this.nextFeedback()
      const feedbackMs = feedback === undefined ? Number.POSITIVE_INFINITY : this.effectOf(feedback)
      const timerMs = graph.timers.nextMs()
      const nextMs = Math.min(feedbackMs, timerMs, bestMs)
      this.publish(Math.min(frontier, gate, nextMs) - 1)
      if (nextMs <= frontier && nextMs >= gate) this.waits++
      if (nextMs > frontier || nextMs >= gate || this.events >= end) return
      if (feedback !== undefined && feedbackMs <= nextMs) this.take(feedback, feedbackMs)
      else if (timerMs <= nextMs) this.fire()
      else if (
        best === undefined ||
        !this.drain(best, bestMs, Math.min(gate, timerMs, feedbackMs), end)
      )
        return
    }
  }

  /** Takes records of one input as long as no other event comes before the next of them. */
  private drain(input: InputCursor, firstMs: number, boundMs: number, end: number): boolean {
    let limit = boundMs
    for (const other of this.inputs) {
      if (other === input) continue
      const reached = other.frontierMs()
      // At the same time the lower rank goes first, and may still come.
      limit = Math.min(limit, other.spec.rank < input.spec.rank ? reached : reached + 1)
    }
    if (firstMs >= limit) return false
    const { graph } = this
    const { delayMs, topic } = input.spec
    graph.limitMs = limit
    graph.origin.topic = topic.name
    graph.origin.partition = input.partition
    for (;;) {
      const record = input.peek()
      if (record === undefined) return true
      const timeMs = record.timeMs + delayMs
      if (timeMs >= graph.limitMs) return true
      if (record.timeMs > input.reachedMs) input.reachedMs = record.timeMs
      if (record.key !== null) {
        graph.origin.offset = input.offset
        graph.push(topic.name, record as Message<unknown>, timeMs)
        this.events++
      }
      input.advance()
      if (graph.pending.length > 0 && this.mustSettle(input)) return true
      if (graph.failure !== undefined || this.events >= end) return true
    }
  }

  /** Only records of the same instant and of other keys may run beside asynchronous work. */
  private mustSettle(input: InputCursor): boolean {
    const { graph } = this
    const next = input.peek()
    return (
      graph.pending.length >= graph.pendingMax.count ||
      next === undefined ||
      next.key === null ||
      next.timeMs + input.spec.delayMs !== graph.nowMs ||
      // Under another key than its record's, it may meet any other record in a later operator.
      graph.pending.some(
        (call) => call.inputKey === next.key || call.message.key !== call.inputKey,
      ) ||
      !this.allow(graph.nowMs)
    )
  }

  /** Asynchronous work pulled the limit down to stop the loop; one more record of this instant is allowed. */
  private allow(nowMs: number): boolean {
    if (this.graph.failure !== undefined || this.graph.timers.nextMs() <= nowMs) return false
    this.graph.limitMs = nowMs + 1
    return true
  }

  private runInstants(eventsMax: number): void {
    const { graph, spec } = this
    const end = this.events + eventsMax
    for (;;) {
      let frontier = Number.POSITIVE_INFINITY
      let nextMs = graph.timers.nextMs()
      for (const input of this.inputs) {
        input.lookAhead()
        const head = input.head()
        frontier = Math.min(frontier, input.reachedMs + input.spec.delayMs)
        if (head !== undefined) nextMs = Math.min(nextMs, head.timeMs + input.spec.delayMs)
      }
      if (graph.failure !== undefined || graph.pending.length > 0) return
      const done = nextMs >= frontier
      this.publish((done ? frontier : nextMs) - 1)
      if (done || this.events >= end) return
      const instant = this.inputs.flatMap((input) => this.recordsAt(input, nextMs))
      instant.sort(
        (a, b) =>
          a.input.spec.rank - b.input.spec.rank || (spec.tieBreak?.(a.record, b.record) ?? 0),
      )
      const split = instant.findIndex(({ input }) => input.spec.rank >= spec.timerRank)
      const first = split === -1 ? instant : instant.slice(0, split)
      const last = split === -1 ? [] : instant.slice(split)
      this.pushAll(first, nextMs)
      while (graph.timers.nextMs() <= nextMs && graph.failure === undefined) this.fire()
      this.pushAll(last, nextMs)
    }
  }

  private recordsAt(
    input: InputCursor,
    timeMs: number,
  ): { input: InputCursor; record: LogRecord; offset: number }[] {
    const found: { input: InputCursor; record: LogRecord; offset: number }[] = []
    for (;;) {
      const record = input.head()
      if (record === undefined || record.timeMs + input.spec.delayMs !== timeMs) return found
      found.push({ input, record, offset: input.offset })
      input.advance()
    }
  }

  private pushAll(
    instant: readonly { input: InputCursor; record: LogRecord; offset: number }[],
    timeMs: number,
  ): void {
    const { graph } = this
    for (const { input, record, offset } of instant) {
      if (graph.failure !== undefined) return
      graph.origin.topic = input.spec.topic.name
      graph.origin.partition = input.partition
      graph.origin.offset = offset
      graph.push(input.spec.topic.name, record as Message<unknown>, timeMs)
      this.events++
    }
  }

  private nextFeedback(): FeedbackCursor | undefined {
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

  private effectOf(cursor: FeedbackCursor): number {
    return effectMs(cursor.spec, cursor.peek()?.timeMs ?? Number.POSITIVE_INFINITY)
  }

  private take(cursor: FeedbackCursor, timeMs: number): void {
    const { graph } = this
    const record = cursor.peek()
    graph.origin.topic = cursor.spec.topic.name
    graph.origin.partition = cursor.partition
    graph.origin.offset = cursor.offset
    if (record !== undefined && record.key !== null) {
      graph.push(cursor.spec.topic.name, record as Message<unknown>, timeMs)
    }
    cursor.advance()
    this.events++
  }

  private fire(): void {
    this.graph.fire(this.graph.timers.take() as Timer)
    this.events++
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

  private publish(watermarkMs: number): void {
    if (watermarkMs > this.watermarkMs) this.watermarkMs = watermarkMs
  }
}
