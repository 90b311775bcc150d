import type { Observable } from 'rxjs'
import { decodeStates } from '../state/codec.ts'
import type { StoreChange, StoreEntry } from '../state/store.ts'
import { type Timer, Timers, timerOwner, timerStore } from '../state/timers.ts'
import { type ChainPath, comparePaths, pathOfResult } from './chain-path.ts'
import { deadLetter, deadLetters, type Origin } from './dead-letter.ts'
import { Doors } from './doors.ts'
import { Emitter, type PushPosition } from './emitter.ts'
import { ConfigError, TaskCorruptedError } from './errors.ts'
import type { LogRecord, Message } from './message.ts'
import type { AnyOperator, OperatorStream } from './operator.ts'
import { OperatorNode } from './operator-node.ts'
import { buildPipeline } from './pipeline.ts'
import type { BuildScope } from './scope.ts'
import type { SubTopology } from './sub-topology.ts'
import type { Topic } from './topic.ts'

/** The call or push that threw, named so that a second run of the same batch meets it again. */
export interface GraphFailure {
  /** An operator's id, or an emitter's with its branch for a stateless step. */
  readonly place: string
  /** The how-manieth call, or push, since the last commit. */
  readonly index: number
  readonly error: unknown
}

/** What a graph writes; with its path where another stage reads it. */
export type Output = Message<unknown> & Pick<LogRecord, 'path'>

/** Where a graph's outputs go. */
export type OutputSink = (topic: Topic<unknown>, output: Output) => void

/** What a pipeline reads and writes, whether it is kept in the log or not. */
export interface WiredPipeline {
  /** Where it stands among the pipelines of the whole chain. */
  readonly at: number
  readonly id: string
  readonly reads: ReadonlySet<string>
  readonly writes: ReadonlyMap<string, Topic<unknown>>
}

interface PendingCall {
  readonly id: string
  readonly index: number
  readonly message: Message<unknown>
  /** Key of the input record that led here; another than the message's when it was rekeyed. */
  readonly inputKey: string
  readonly origin: Origin
  readonly result: Promise<unknown>
  readonly out: Emitter<unknown>
  readonly path: ChainPath
}

/** The live operators of one task, wired from its pipelines. Thrown away and rebuilt after a failure. */
export class Graph implements BuildScope, PushPosition {
  readonly timers = new Timers()
  readonly origin: Origin = { topic: '', partition: 0, offset: -1 }
  /** Key of the record being pushed. */
  inputKey = ''
  nowMs = Number.NEGATIVE_INFINITY
  /** The task stops before this time; a timer set earlier than it pulls it forward. */
  limitMs = Number.POSITIVE_INFINITY
  failure: GraphFailure | undefined
  emitter: Emitter<unknown> | undefined
  branch = 0
  pushIndex = 0
  skips: PushPosition['skips']
  /** Asynchronous calls under way, in the order of their records. */
  readonly pending: PendingCall[] = []
  /** Where something else has its turn between them; in a chain that was cut. */
  settleBefore: ChainPath | undefined
  readonly pendingMax: { count: number } = { count: Number.POSITIVE_INFINITY }
  readonly nodes = new Map<string, OperatorNode>()
  /** What operators counted, since the folder was made. */
  readonly counts = new Map<string, number>()
  /** Failures of this batch that are still to be met, and skipped. */
  known: readonly GraphFailure[]
  private readonly emitters: Emitter<unknown>[] = []
  readonly wired: readonly WiredPipeline[]
  private readonly doors: Doors
  private wiring = { at: 0, id: '', reads: new Set<string>(), writes: new Map() }
  /** What a change of an operator's version moves from its old store to its new one. */
  private readonly migrated: StoreChange[] = []
  private readonly asyncCalls = new Map<string, number>()
  private readonly spec: SubTopology
  private readonly hops: ReadonlyMap<string, Topic<unknown>>
  private readonly sink: OutputSink
  private readonly onOutput: (topic: Topic<unknown>) => void

  constructor(
    spec: SubTopology,
    sink: OutputSink,
    known: readonly GraphFailure[] = [],
    onOutput: (topic: Topic<unknown>) => void = () => undefined,
  ) {
    this.onOutput = onOutput
    this.spec = spec
    this.hops = new Map(spec.stage?.hops.map((topic) => [topic.name, topic]))
    this.doors = new Doors(spec.stage === undefined, (id) => this.createEmitter(id))
    this.doors.tracing = this.hops.size > 0
    this.sink = sink
    this.known = known
    if (known.length > 0) {
      this.skips = (id, branch, pushIndex, message) =>
        this.skipsCall(`${id}#${branch}`, pushIndex, message)
    }
    const chain = spec.stage?.chain ?? spec
    this.wired = spec.pipelines.map((pipeline) => {
      const at = chain.pipelines.indexOf(pipeline)
      this.wiring = { at, id: pipeline.id, reads: new Set(), writes: new Map() }
      buildPipeline(pipeline, this)
      return this.wiring
    })
    const there = new Set(this.wired.flatMap(({ writes }) => [...writes.keys()]))
    for (const { topic } of [...spec.inputs, ...spec.feedback]) there.add(topic.name)
    for (const name of this.wired.flatMap(({ reads }) => [...reads])) {
      if (there.has(name)) continue
      throw new ConfigError(
        `${spec.id}: topic '${name}' is read, but no pipeline of it writes it and it is none of its inputs`,
      )
    }
  }

  createEmitter(id: string): Emitter<unknown> {
    const emitter = new Emitter<unknown>(id, this)
    this.emitters.push(emitter)
    return emitter
  }

  addOperator(
    definition: AnyOperator,
    inputs: { readonly [name: string]: Observable<Message<unknown>> },
  ): OperatorStream<unknown, unknown> {
    this.assertFreshId(definition.id)
    const name = `${this.spec.id}.${definition.id}.v${definition.version}`
    const node = new OperatorNode(this, definition, name)
    this.nodes.set(definition.id, node)
    for (const [input, source] of Object.entries(inputs)) node.connect(input, source)
    return Object.defineProperty(node.out, 'late', { value: node.lateOut }) as never
  }

  addAsync(
    id: string,
    concurrencyMax: number,
    run: (message: Message<unknown>) => Promise<unknown>,
    source: Observable<Message<unknown>>,
  ): Observable<Message<unknown>> {
    this.assertFreshId(id)
    this.asyncCalls.set(id, 0)
    if (this.spec.stage !== undefined) this.doors.tracing = true
    this.pendingMax.count = Math.min(this.pendingMax.count, concurrencyMax)
    const out = this.createEmitter(`${id}.out`)
    source.subscribe({
      next: (message) => {
        if (this.failure !== undefined) return
        const index = (this.asyncCalls.get(id) ?? 0) + 1
        this.asyncCalls.set(id, index)
        if (this.skipsCall(id, index, message)) return
        // Called in a promise, so that one that throws at once is a rejection too.
        const result = new Promise((resolve) => resolve(run(message)))
        // The task looks at the result when it settles; until then a rejection is nobody's surprise.
        result.catch(() => undefined)
        const { inputKey } = this
        const origin = { ...this.origin }
        const path = this.doors.nextPath()
        this.pending.push({ id, index, message, inputKey, origin, result, out, path })
        this.limitMs = Number.NEGATIVE_INFINITY
      },
      error: (error) => this.failStateless(error),
    })
    return out
  }

  /** Ids name stores and the calls of a second run: one for everything in a sub-topology. */
  private assertFreshId(id: string): void {
    if (!this.nodes.has(id) && !this.asyncCalls.has(id)) return
    throw new ConfigError(`operator id '${id}' was used twice in ${this.spec.id}; ids name stores`)
  }

  /** Whether anything in it works asynchronously. */
  get asynchronous(): boolean {
    return this.asyncCalls.size > 0
  }

  /** Two pipelines may read each other's topics: who writes is checked when all are wired. */
  from(topic: Topic<unknown>): Observable<Message<unknown>> {
    this.wiring.reads.add(topic.name)
    return this.doors.open(topic.name, this.wiring.at)
  }

  to(topic: Topic<unknown>, source: Observable<Message<unknown>>): void {
    const hop = this.hops.get(topic.name)
    const written = hop ?? topic
    const kept = written.retention !== 'none'
    if (kept) this.onOutput(written)
    this.wiring.writes.set(topic.name, topic)
    const doors = this.doors.of(topic.name)
    this.connect(source, (message) => {
      if (this.failure !== undefined) return
      const path = this.doors.nextPath()
      if (kept && !this.write(written, hop === undefined ? message : { ...message, path })) return
      this.doors.enter(doors, message, path)
    })
  }

  /** `next` catches what it throws; an error that comes here is of an RxJS step before it. */
  connect(source: Observable<Message<unknown>>, next: (message: Message<unknown>) => void): void {
    if (source instanceof Emitter) source.listen(next)
    else source.subscribe({ next, error: (error) => this.failStateless(error) })
  }

  /** A value that does not fit its topic's schema fails the step that made it, not the commit. */
  private write(topic: Topic<unknown>, output: Output): boolean {
    try {
      this.sink(topic, output)
      return true
    } catch (error) {
      this.failStateless(error)
      return false
    }
  }

  deadLetter(rule: string, source: Observable<Message<unknown>>): void {
    source.subscribe({
      next: (message) => this.bury(message, this.emitter?.id ?? '', rule, rule),
      error: (error) => this.failStateless(error),
    })
  }

  /** A record takes effect at `timeMs`; from then on that is its time. */
  push(topic: string, message: Message<unknown>, timeMs: number, path: ChainPath = []): void {
    if (timeMs < this.nowMs) {
      throw new TaskCorruptedError(
        `${this.spec.id}: a record of ${topic} takes effect at ${timeMs}, but the task is at ${this.nowMs} already`,
        { ...this.origin },
      )
    }
    this.nowMs = timeMs
    this.inputKey = message.key
    const now = message.timeMs === timeMs ? message : { ...message, timeMs }
    this.doors.enter(this.doors.of(topic), now, path)
  }

  /** Of the pipelines that read a topic, the first. */
  firstReader(topic: string): number {
    return this.doors.of(topic)[0]?.pipeline ?? 0
  }

  fire(timer: Timer, path: ChainPath = []): void {
    this.nowMs = timer.timeMs
    this.inputKey = timer.key
    this.doors.stand(path)
    this.origin.topic = 'timer'
    this.origin.offset = -1
    for (const node of this.nodes.values()) {
      if (node.data.name === timer.store) {
        node.fire(timer.slot, timer.key, timer.timeMs)
        return
      }
    }
    throw new TaskCorruptedError(
      `a timer of store ${timer.store} is due, but no operator of ${this.spec.id} has that store; its id or version was changed`,
      { timer },
    )
  }

  setTimer(timer: Timer): void {
    this.timers.set(timer)
    if (timer.timeMs < this.limitMs) this.limitMs = timer.timeMs
  }

  /**
   * Awaits the asynchronous calls in the order of their records and lets their results go on: all, or those
   * that come before `settleBefore`.
   */
  async settle(): Promise<void> {
    for (let at = this.firstToSettle(); at !== -1; at = this.firstToSettle()) {
      const [call] = this.pending.splice(at, 1) as [PendingCall]
      const { id, index, message, inputKey, origin, result, out, path } = call
      try {
        const value = await result
        Object.assign(this.origin, origin)
        this.inputKey = inputKey
        if (this.doors.tracing) this.doors.stand(pathOfResult(path))
        if (this.failure === undefined) out.next({ key: message.key, value, timeMs: this.nowMs })
      } catch (error) {
        this.fail({ place: id, index, error })
      }
    }
  }

  /** Whether asynchronous work under way comes before what is next. */
  get mustSettle(): boolean {
    return this.firstToSettle() !== -1
  }

  private firstToSettle(): number {
    const { settleBefore, failure, pending } = this
    if (settleBefore === undefined || failure !== undefined) return pending.length > 0 ? 0 : -1
    return pending.findIndex(({ path }) => comparePaths(pathOfResult(path), settleBefore) < 0)
  }

  fail(failure: GraphFailure): void {
    this.failure ??= failure
    this.limitMs = Number.NEGATIVE_INFINITY
  }

  /** A stateless step threw: blame the innermost push on its branch. */
  failStateless(error: unknown): void {
    const { emitter, branch, pushIndex } = this
    if (emitter === undefined) throw error
    this.fail({ place: `${emitter.id}#${branch}`, index: pushIndex, error })
  }

  /** In a second run: is this the call that threw? Then its input is the dead letter. */
  skipsCall(place: string, index: number, message: Message<unknown>): boolean {
    const failure = this.known.find((one) => one.place === place && one.index === index)
    if (failure === undefined) return false
    this.bury(message, place, 'error', String(failure.error))
    return true
  }

  takeChanges(): StoreChange[] {
    const changes = [...this.migrated.splice(0), ...this.timers.takeChanges()]
    this.known = this.known
      .map((failure) => ({ ...failure, index: failure.index - this.countOf(failure.place) }))
      .filter(({ index }) => index > 0)
    for (const node of this.nodes.values()) {
      changes.push(...node.data.takeChanges())
      node.calls = 0
    }
    for (const emitter of this.emitters) emitter.pushes = 0
    for (const id of this.asyncCalls.keys()) this.asyncCalls.set(id, 0)
    return changes
  }

  load(entries: Iterable<StoreEntry>): void {
    for (const [entry, saved] of decodeStates(entries)) {
      if (entry.store === timerStore) this.loadTimer(entry, saved)
      else this.loadState(entry, saved)
    }
  }

  private loadTimer(entry: StoreEntry, saved: unknown): void {
    const { store, key } = timerOwner(entry)
    const name = this.nodeOf(store)?.data.name
    // As with a store whose operator is gone: it stays in the log untouched.
    if (name === undefined) return
    this.timers.load(name === store ? entry : { ...entry, key: `${name}\u0000${key}` }, saved)
    if (name === store) return
    this.migrated.push({ store: timerStore, key: entry.key, slot: entry.slot, bytes: null })
    this.migrated.push({ ...entry, key: `${name}\u0000${key}`, bytes: Buffer.from(entry.bytes) })
  }

  private nodeOf(store: string): OperatorNode | undefined {
    const id = /^.*\.([^.]+)\.v\d+$/.exec(store)?.[1]
    return id === undefined ? undefined : this.nodes.get(id)
  }

  private loadState(entry: StoreEntry, saved: unknown): void {
    const node = this.nodeOf(entry.store)
    // A store whose operator is gone stays in the log untouched: going back finds it again.
    if (node === undefined) return
    const version = Number(entry.store.slice(entry.store.lastIndexOf('.v') + 2))
    const { definition } = node
    if (version === definition.version) {
      node.data.load(entry, saved)
      return
    }
    const { migrate } = definition
    if (version > definition.version || migrate === undefined) {
      throw new ConfigError(
        `operator ${definition.id} is version ${definition.version}, its saved state is version ${version}: ${
          version > definition.version ? 'run the newer program' : 'give it a migrate step'
        }`,
      )
    }
    node.data.load(entry, saved, (state) => migrate(state, version))
    this.migrated.push({ store: entry.store, key: entry.key, slot: entry.slot, bytes: null })
  }

  /** Calls or pushes at a place since the last commit. */
  private countOf(place: string): number {
    const [id = ''] = place.split('#')
    const emitter = this.emitters.find((one) => one.id === id)
    return emitter?.pushes ?? this.nodes.get(id)?.calls ?? this.asyncCalls.get(id) ?? 0
  }

  count(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }

  bury(message: Message<unknown>, operator: string, rule: string, reason: string): void {
    const letter = deadLetter(this.origin, operator, rule, reason, message)
    this.sink(deadLetters, { key: message.key, value: letter, timeMs: this.nowMs })
  }
}
