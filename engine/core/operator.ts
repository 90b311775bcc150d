import type { Observable } from 'rxjs'
import { ConfigError } from './errors.ts'
import type { Message } from './message.ts'
import { currentScope } from './scope.ts'

/** The state of one operator under one key, by slot. Values are plain data; put back what you change. */
export interface KeyedStore<State> {
  get(slot?: string): State | undefined
  put(value: State, slot?: string): void
  delete(slot?: string): void
  /** Gets and deletes. */
  take(slot?: string): State | undefined
  /** The slots in use, in the order of their names. */
  slots(): readonly string[]
}

/** What a step of a stateful operator may see and do. Nothing else enters it: no clock, no outside. */
export interface OperatorContext<Out, State> {
  /** The key of the record or timer at hand. */
  readonly key: string
  /** The source clock: the record's stamp, or the timer's own time. */
  readonly timeMs: number
  readonly store: KeyedStore<State>
  /** State of the whole task, for broadcast inputs (weights, settings); the same in every task. */
  readonly shared: KeyedStore<State>
  emit(value: Out, key?: string): void
  /** Passes the record at hand on unchanged. Only in a step for a record whose type is an output. */
  forward(): void
  /** Sends the record at hand to the late output. */
  late(): void
  /** Sends the record at hand, or one kept earlier, to the dead letters, with what was wrong. */
  reject(rule: string, reason: string, value?: unknown): void
  /** Adds one to a counter, which is kept with the commit and shown as a metric. */
  count(name: string): void
  /** Sets, or moves, the timer of this key and slot; never earlier than now. */
  wakeAt(timeMs: number, slot?: string): void
  cancelWake(slot?: string): void
}

export interface OperatorDefinition<
  Inputs extends { readonly [name: string]: unknown },
  Out,
  State,
> {
  /** Names the store and its changelog; given where the operator is wired, unique in its sub-topology. */
  readonly id: string
  /** Raised when the shape of the state changes; a lower saved version goes through `migrate`. */
  readonly version: number
  /** How long a slot lives after its last `put`, in source-clock time. */
  readonly ttlMs?: number
  readonly on: {
    readonly [Name in keyof Inputs]: (
      value: Inputs[Name],
      context: OperatorContext<Out, State>,
      message: Message<Inputs[Name]>,
    ) => void
  }
  readonly onTimer?: (slot: string, context: OperatorContext<Out, State>) => void
  readonly migrate?: (state: unknown, fromVersion: number) => State
}

// biome-ignore lint/suspicious/noExplicitAny: the graph holds operators of every type side by side
export type AnyOperator = OperatorDefinition<any, any, any>

/** What an operator gives: its output, and beside it the records that came too late. */
export type OperatorStream<Out, Late = unknown> = Observable<Message<Out>> & {
  readonly late: Observable<Message<Late>>
}

/** A wired operator: an RxJS `OperatorFunction` that also names its late output. */
export interface StatefulOperator<In, Out> {
  (source: Observable<Message<In>>): OperatorStream<Out, In>
  /** The late output; known once the operator is in a pipe. */
  readonly late: Observable<Message<In>>
}

/** The core primitive with one input. Everything stateful is composed of it, so that recovery is right once for all. */
export function defineOperator<In, Out, State>(
  definition: Omit<OperatorDefinition<{ record: In }, Out, State>, 'on'> & {
    readonly onRecord: (
      value: In,
      context: OperatorContext<Out, State>,
      message: Message<In>,
    ) => void
  },
): StatefulOperator<In, Out> {
  const { onRecord, ...rest } = definition
  const join = defineJoin<{ record: In }, Out, State>({ ...rest, on: { record: onRecord } })
  let stream: OperatorStream<Out, In> | undefined
  const operator = (source: Observable<Message<In>>): OperatorStream<Out, In> => {
    stream = join({ record: source }) as OperatorStream<Out, In>
    return stream
  }
  return Object.defineProperty(operator, 'late', {
    get() {
      if (stream === undefined) {
        throw new ConfigError(
          `operator ${definition.id}: its late output was read before it was wired`,
        )
      }
      return stream.late
    },
  }) as StatefulOperator<In, Out>
}

export function assertOperatorId(id: string): void {
  if (/^[a-z][a-z0-9-]*$/.test(id)) return
  throw new ConfigError(`operator id was '${id}'; use lower-case letters, digits and dashes`)
}

/** The core primitive with several named inputs, which share the state of a key. */
export function defineJoin<Inputs extends { readonly [name: string]: unknown }, Out, State>(
  definition: OperatorDefinition<Inputs, Out, State>,
): (
  streams: {
    readonly [Name in keyof Inputs]: Observable<Message<Inputs[Name]>>
  },
) => OperatorStream<Out, Inputs[keyof Inputs]> {
  const { id, version, ttlMs } = definition
  assertOperatorId(id)
  if (!Number.isInteger(version) || version < 1) {
    throw new ConfigError(`operator ${id}: version was ${version}; it counts up from 1`)
  }
  if (ttlMs !== undefined && !(ttlMs > 0 && Number.isFinite(ttlMs))) {
    throw new ConfigError(`operator ${id}: ttlMs was ${ttlMs}; it must be positive and finite`)
  }
  return (streams) =>
    currentScope(`operator ${id}`).addOperator(definition, streams) as OperatorStream<
      Out,
      Inputs[keyof Inputs]
    >
}
