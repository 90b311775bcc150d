import type { Observable } from 'rxjs'
import { type DeadLetter, deadLetters } from '../core/dead-letter.ts'
import { ConfigError, TaskCorruptedError } from '../core/errors.ts'
import type { Graph } from '../core/graph.ts'
import { heartbeat, type LogRecord, type Message } from '../core/message.ts'
import { definePipeline } from '../core/pipeline.ts'
import { Task, type TaskPosition } from '../core/task.ts'
import type { Topic } from '../core/topic.ts'
import { decodeState } from '../state/codec.ts'
import type { StoreEntry } from '../state/store.ts'
import { poisoned } from './poison.ts'

/** A topic for a test, with any value. */
export function testTopic<T>(name: string): Topic<T> {
  return { name, schema: 'string', partitioning: 'key', retention: 'forever', digested: true }
}

export type DriverInputs<Name extends string> = {
  readonly [input in Name]: Observable<Message<never>>
}
export type DriverOutputs = { readonly [output: string]: Observable<Message<unknown>> }

/** Operators to be tested: what goes in, by rank, and how they are wired. */
export interface OperatorUnderTest {
  readonly inputs: readonly string[]
  readonly build: (inputs: DriverInputs<never>) => DriverOutputs
}

export function underTest<const Name extends string>(
  inputs: readonly Name[],
  build: (inputs: DriverInputs<Name>) => DriverOutputs,
): OperatorUnderTest {
  return { inputs, build: build as OperatorUnderTest['build'] }
}

/** A record on an input, or time that passes without one. */
export type Step =
  | {
      readonly input: string
      readonly key: string
      readonly value: unknown
      readonly timeMs: number
    }
  | { readonly beatMs: number }

/** Everything that can be seen of a run from outside. */
export interface Story {
  readonly outputs: { readonly [output: string]: readonly Message<unknown>[] }
  readonly deadLetters: readonly DeadLetter[]
  readonly counts: { readonly [name: string]: number }
  /** What is saved, decoded, by `store/key/slot`. */
  readonly state: { readonly [place: string]: unknown }
}

export interface RunOptions {
  /** What a step throws becomes a dead letter, as in the engine; otherwise the run throws it. */
  readonly buriesThrown?: boolean
}

/** One task over lists instead of a log: commits, crashes and batches are made by hand. */
export class OperatorRun {
  private readonly topics: readonly Topic<never>[]
  private readonly records: ReadonlyMap<string, LogRecord[]>
  private readonly outputs = new Map<string, Message<unknown>[]>()
  private readonly letters: DeadLetter[] = []
  private readonly state = new Map<string, StoreEntry>()
  private readonly committed = new Map<unknown[], number>()
  private under: OperatorUnderTest
  private readonly buriesThrown: boolean
  private position: TaskPosition | undefined
  private clockMs = Number.NEGATIVE_INFINITY
  private task: Task

  constructor(under: OperatorUnderTest, { buriesThrown = false }: RunOptions = {}) {
    this.under = under
    this.buriesThrown = buriesThrown
    this.topics = under.inputs.map((name) => testTopic<never>(name))
    this.records = new Map(under.inputs.map((name) => [name, []]))
    this.task = this.makeTask()
  }

  /** Puts a step at the end of its input; every input learns its time. */
  append(step: Step): void {
    const timeMs = 'beatMs' in step ? step.beatMs : step.timeMs
    if (timeMs < this.clockMs)
      throw new RangeError(`time was ${timeMs}, before ${this.clockMs}: it never falls`)
    this.clockMs = timeMs
    for (const list of this.records.values()) list.push(heartbeat(timeMs))
    if ('beatMs' in step) return
    const list = this.records.get(step.input)
    if (list === undefined)
      throw new RangeError(`input was '${step.input}'; there are ${this.under.inputs.join(', ')}`)
    deepFreeze(step.value)
    list.push({ key: step.key, value: step.value, timeMs })
  }

  /** Processes up to `eventsMax` of what can be; true when it got on. */
  run(eventsMax: number): boolean {
    const took = poisoned(() => this.task.run(eventsMax))
    const { failure, known, pending } = this.task.graph
    if (pending.length > 0)
      throw new ConfigError('mapAsyncOrdered is tested with an Engine: this run is synchronous')
    if (failure === undefined) return took > 0
    if (!this.buriesThrown) throw failure.error
    if (known.some(({ place, index }) => place === failure.place && index === failure.index))
      throw new TaskCorruptedError(`${failure.place} failed again where it was to be skipped`)
    this.undo()
    this.task = this.makeTask([...known, failure])
    return true
  }

  commit(): void {
    const { changes, position } = this.task.takeCommit()
    this.position = position
    for (const { store, key, slot, bytes } of changes) {
      const place = `${store}/${key}/${slot}`
      if (bytes === null) this.state.delete(place)
      else this.state.set(place, { store, key, slot, bytes })
    }
    for (const list of this.lists()) this.committed.set(list, list.length)
  }

  /** Forgets everything since the last commit, and everything in memory. */
  crash(): void {
    this.undo()
    this.task = this.makeTask()
  }

  /** Stops, and starts again as another version of the program, over the same inputs. */
  redeploy(build: OperatorUnderTest): void {
    this.under = build
    this.crash()
  }

  list(output: string): readonly Message<unknown>[] {
    const list = this.outputs.get(output)
    if (list === undefined)
      throw new RangeError(
        `output was '${output}'; there are ${[...this.outputs.keys()].join(', ')}`,
      )
    return list
  }

  story(): Story {
    return {
      outputs: Object.fromEntries([...this.outputs].map(([name, list]) => [name, [...list]])),
      deadLetters: [...this.letters],
      counts: Object.fromEntries([...this.task.graph.counts].sort()),
      state: Object.fromEntries(
        [...this.state].sort().map(([place, { bytes }]) => [place, decodeState(bytes)]),
      ),
    }
  }

  private lists(): unknown[][] {
    return [this.letters, ...this.outputs.values()]
  }

  private undo(): void {
    for (const list of this.lists()) list.length = this.committed.get(list) ?? 0
  }

  private makeTask(known: Graph['known'] = []): Task {
    const { topics } = this
    const pipeline = definePipeline({
      id: 'test',
      build: ({ from, to }) => {
        const streams = Object.fromEntries(topics.map((topic) => [topic.name, from(topic)]))
        for (const [name, stream] of Object.entries(this.under.build(streams))) {
          if (!this.outputs.has(name)) this.outputs.set(name, [])
          stream.pipe(to(testTopic(outputPrefix + name)))
        }
      },
    })
    const snapshot = this.position && { position: this.position, state: this.state.values() }
    return poisoned(
      () =>
        new Task(
          {
            spec: {
              id: 'test',
              partitioning: 'key',
              inputs: topics.map((topic, rank) => ({ topic, from: 'source', delayMs: 0, rank })),
              feedback: [],
              pipelines: [pipeline],
              merge: 'stream',
              timerRank: 0,
            },
            partition: 0,
            reader: {
              partitions: () => 1,
              fetch: (topic) => (offset) => this.records.get(topic.name)?.slice(offset) ?? [],
            },
            sink: (topic, message) => this.sink(topic, message),
          },
          snapshot,
          known,
        ),
    )
  }

  private sink(topic: Topic<unknown>, message: Message<unknown>): void {
    deepFreeze(message)
    if (topic.name === deadLetters.name) this.letters.push(message.value as DeadLetter)
    else this.outputs.get(topic.name.slice(outputPrefix.length))?.push(message)
  }
}

const outputPrefix = 'out:'

/** What was given away may not be changed any more. */
function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (Object.isFrozen(value) || ArrayBuffer.isView(value)) return
  Object.freeze(value)
  for (const part of Object.values(value)) deepFreeze(part)
}
