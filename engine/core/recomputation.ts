import type { StoreChange } from '../state/store.ts'
import { ConfigError } from './errors.ts'
import type { GraphFailure } from './graph.ts'
import type { SubTopology } from './sub-topology.ts'
import { writerOf } from './sub-topology.ts'
import { Task, type TaskPosition, type TaskReader } from './task.ts'
import type { Topic } from './topic.ts'

/** A history as far as it is there by now. */
export interface HistoryReader extends TaskReader {
  /** Whether all of a partition has come that is to be read. */
  isWhole(topic: Topic<unknown>, partition: number): boolean
  /** Time of the newest record that has come of it; −Infinity before the first. */
  newestMs(topic: Topic<unknown>, partition: number): number
  /** No record before this offset is asked for any more, until it is rewound. */
  release(topic: Topic<unknown>, partition: number, offset: number): void
  /** Everything is asked for again, from the beginning. */
  rewind(): Promise<void>
}

export interface RecomputationOptions {
  readonly spec: SubTopology
  readonly partition: number
  readonly history: HistoryReader
  /** Where to begin in each partition, by topic/partition, with nothing known. */
  readonly from: { readonly [topicPartition: string]: number }
  /** Everything up to this time is done, and nothing behind it. */
  readonly untilMs: number
}

/** What a task would know, had it gone through a history under the present code, and where it would stand. */
export interface Recomputed {
  readonly changes: readonly StoreChange[]
  readonly position: TaskPosition
}

/**
 * Goes through a task's history again without writing anything: records, timers and feedback in the same
 * order as when it ran. What its operators refuse or fail on was buried then, and is passed over now.
 */
export class Recomputation {
  private readonly options: RecomputationOptions
  private task: Task
  private known: readonly GraphFailure[] = []

  constructor(options: RecomputationOptions) {
    const { spec } = options
    if (spec.stage !== undefined)
      throw new ConfigError(
        `${spec.id} is a stage of a chain that was cut: its state is not computed anew by itself`,
      )
    this.options = options
    this.task = this.begin()
  }

  /** Does what can be done with what has come; the number of events. */
  async step(eventsMax: number): Promise<number> {
    const { task } = this
    this.observe()
    let events = task.run(eventsMax)
    if (task.graph.pending.length > 0) events += await task.settle()
    if (task.graph.failure !== undefined) {
      const { failure } = task.graph
      if (failure.error instanceof ConfigError) throw failure.error
      if (this.known.some(({ place, index }) => place === failure.place && index === failure.index))
        throw failure.error
      this.known = [...this.known, failure]
      await this.options.history.rewind()
      this.task = this.begin()
      return 1
    }
    for (const { spec, partition, position } of [...task.inputs, ...task.feedback])
      this.options.history.release(spec.topic, partition, position)
    return events
  }

  /** Everything up to the time is done, whatever else there is. */
  get done(): boolean {
    return this.task.watermarkMs >= this.options.untilMs
  }

  /** Up to where it has come. */
  get nowMs(): number {
    return this.task.graph.nowMs
  }

  result(): Recomputed {
    const { untilMs, spec } = this.options
    const { changes, position } = this.task.takeCommit()
    // How far other tasks are was looked up in the future; of then, it is what belongs to that time.
    const others = new Set(spec.inputs.flatMap((one) => (writerOf(one) ? one.topic.name : [])))
    const reachedMs = Object.fromEntries(
      Object.entries(position.reachedMs).map(([name, ms]) => [
        name,
        others.has(name.slice(0, name.lastIndexOf('/'))) ? Math.min(ms, untilMs + 1) : ms,
      ]),
    )
    const watermarkMs = Math.min(position.watermarkMs, untilMs)
    return { changes, position: { ...position, reachedMs, watermarkMs } }
  }

  private begin(): Task {
    const { spec, partition, history, from, untilMs } = this.options
    const position: TaskPosition = {
      offsets: from,
      reachedMs: {},
      watermarkMs: Number.NEGATIVE_INFINITY,
      startMs: Number.POSITIVE_INFINITY,
      nowMs: Number.NEGATIVE_INFINITY,
      awaited: {},
      counts: {},
    }
    const sink = () => undefined
    const task = new Task(
      { spec, partition, reader: history, sink },
      { position, state: [] },
      this.known,
    )
    task.holdAtMs = untilMs
    return task
  }

  /** All that others have written is known in the end; before that, as far as it has come. */
  private observe(): void {
    const { history } = this.options
    const { inputs, feedback } = this.task
    const least = new Map<string, number>()
    const note = (writer: string, topic: Topic<unknown>, partition: number): void => {
      const whole = history.isWhole(topic, partition)
      const reachedMs = whole ? Number.POSITIVE_INFINITY : history.newestMs(topic, partition) - 1
      least.set(writer, Math.min(least.get(writer) ?? Number.POSITIVE_INFINITY, reachedMs))
    }
    for (const input of inputs) {
      const writer = writerOf(input.spec)
      if (writer !== undefined) note(writer, input.spec.topic, input.partition)
    }
    for (const { spec: one, partition } of feedback) note(one.from, one.topic, partition)
    for (const [writer, reachedMs] of least) this.task.observe(writer, [reachedMs])
  }
}
