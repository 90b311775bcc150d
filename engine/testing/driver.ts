import type { Observable } from 'rxjs'
import type { DeadLetter } from '../core/dead-letter.ts'
import type { Graph } from '../core/graph.ts'
import { heartbeat, type LogRecord, type Message } from '../core/message.ts'
import { definePipeline } from '../core/pipeline.ts'
import { Task, type TaskPosition } from '../core/task.ts'
import type { Topic } from '../core/topic.ts'
import type { StoreEntry } from '../state/store.ts'
import { poisoned } from './poison.ts'

/** A topic for a test, with any value. */
export function testTopic<T>(name: string): Topic<T> {
  return { name, schema: 'string', partitioning: 'key', retention: 'forever', digested: true }
}

export interface TestDriver {
  /** Gives a record to an input at a stamp; time never falls. */
  feed(input: string, key: string, value: unknown, timeMs: number): void
  /** Lets time pass without a record. */
  beat(timeMs: number): void
  /** Saves, forgets everything in memory and restores, as after a crash. */
  crash(): void
  /** Values that an output has given so far. */
  values(output: string): unknown[]
  messages(output: string): readonly Message<unknown>[]
  deadLetters(): readonly DeadLetter[]
  /** Saved state by `store/key/slot`, after a commit. */
  state(): ReadonlyMap<string, Uint8Array>
}

export type DriverInputs = { readonly [input: string]: Observable<Message<never>> }

/**
 * Runs operators without log, clock or broker: records in, time by hand, records and state out.
 * While it runs, the clock, randomness and timers of the process throw, and what is emitted is
 * frozen, so that an operator that is not pure fails its test.
 */
export function testDriver(
  inputs: readonly string[],
  build: (inputs: { readonly [input: string]: Observable<Message<never>> }) => {
    readonly [output: string]: Observable<Message<unknown>>
  },
): TestDriver {
  const topics = inputs.map((name) => testTopic<never>(name))
  const outputs = new Map<string, Message<unknown>[]>()
  const letters: DeadLetter[] = []
  const records = new Map<string, LogRecord[]>(inputs.map((name) => [name, []]))
  const pipeline = definePipeline({
    id: 'test',
    build({ from, to }) {
      const streams = Object.fromEntries(topics.map((topic) => [topic.name, from(topic)]))
      for (const [name, stream] of Object.entries(build(streams))) {
        stream.pipe(to(testTopic(`out:${name}`)))
      }
    },
  })
  const state = new Map<string, StoreEntry>()
  let position: TaskPosition | undefined
  let clockMs = Number.NEGATIVE_INFINITY
  const make = (known: Graph['known'] = []): Task =>
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
          fetch: (topic) => (offset) => records.get(topic.name)?.slice(offset) ?? [],
        },
        sink: (topic, message) => {
          deepFreeze(message)
          if (topic.name === 'dead-letters') letters.push(message.value as DeadLetter)
          else {
            const name = topic.name.slice('out:'.length)
            const list = outputs.get(name) ?? []
            list.push(message)
            outputs.set(name, list)
          }
        },
      },
      position && { position, state: state.values() },
      known,
    )
  let task = make()

  const commit = () => {
    const { changes, position: reached } = task.takeCommit()
    position = reached
    for (const { store, key, slot, bytes } of changes) {
      const id = `${store}/${key}/${slot}`
      if (bytes === null) state.delete(id)
      else state.set(id, { store, key, slot, bytes })
    }
  }
  const run = () => {
    const counts = new Map([...outputs].map(([name, list]) => [name, list.length]))
    const lettersBefore = letters.length
    poisoned(() => task.run(Number.MAX_SAFE_INTEGER))
    const { failure, known } = task.graph
    if (failure !== undefined) {
      for (const [name, list] of outputs) list.length = counts.get(name) ?? 0
      letters.length = lettersBefore
      task = make([...known, failure])
      run()
      return
    }
    commit()
  }
  const stamp = (timeMs: number) => {
    if (timeMs < clockMs)
      throw new RangeError(`time was ${timeMs}, before ${clockMs}: it never falls`)
    clockMs = timeMs
    for (const list of records.values()) list.push(heartbeat(timeMs))
  }
  return {
    feed(input, key, value, timeMs) {
      stamp(timeMs)
      deepFreeze(value)
      const list = records.get(input)
      if (list === undefined)
        throw new RangeError(`input was '${input}'; there are ${inputs.join(', ')}`)
      list.push({ key, value, timeMs })
      // A record of this very stamp is taken only when no lower-ranked input can still have one.
      for (const other of records.values()) if (other !== list) other.push(heartbeat(timeMs))
      run()
    },
    beat(timeMs) {
      stamp(timeMs)
      run()
    },
    crash() {
      task = make()
    },
    values: (output) => (outputs.get(output) ?? []).map(({ value }) => value),
    messages: (output) => outputs.get(output) ?? [],
    deadLetters: () => letters,
    state: () => new Map([...state].map(([id, { bytes }]) => [id, bytes])),
  }
}

function deepFreeze(value: unknown): void {
  if (
    typeof value !== 'object' ||
    value === null ||
    Object.isFrozen(value) ||
    ArrayBuffer.isView(value)
  )
    return
  Object.freeze(value)
  for (const part of Object.values(value)) deepFreeze(part)
}
