import type { Observable } from 'rxjs'
import { assertPlace, Store } from '../state/store.ts'
import type { Emitter } from './emitter.ts'
import { ConfigError } from './errors.ts'
import type { Graph } from './graph.ts'
import type { Message } from './message.ts'
import type { AnyOperator, KeyedStore, OperatorContext } from './operator.ts'

/** Under which key a store keeps what belongs to the whole task. */
const sharedKey = '\u0001shared'

type Slots = ReturnType<Store['slotsOf']>

/** Prefix of the engine's own timers that end a slot's time-to-live. */
const ttlSlotPrefix = 'ttl:'
const ownSlotPrefix = 'own:'

/**
 * One stateful operator inside one task's graph: its store, its outputs, and the guarded calls of
 * its steps. A step that throws fails the graph; the task then restores the last commit.
 */
export class OperatorNode implements OperatorContext<unknown, unknown> {
  readonly definition: AnyOperator
  readonly data: Store
  readonly out: Emitter<unknown>
  readonly lateOut: Emitter<unknown>
  readonly store: KeyedStore<unknown>
  readonly shared: KeyedStore<unknown>
  key = ''
  timeMs = 0
  /** Calls of a step since the last commit; with the id, it names a call in a second run. */
  calls = 0
  private slots: Slots | undefined
  private message: Message<unknown> | undefined
  private readonly graph: Graph

  constructor(graph: Graph, definition: AnyOperator, storeName: string) {
    this.graph = graph
    this.definition = definition
    this.data = new Store(storeName)
    this.out = graph.createEmitter(`${definition.id}.out`)
    this.lateOut = graph.createEmitter(`${definition.id}.late`)
    this.store = this.view(() => this.key, definition.ttlMs)
    this.shared = this.view(() => sharedKey, undefined)
  }

  connect(name: string, source: Observable<Message<unknown>>): void {
    const step = this.definition.on[name]
    if (step === undefined) {
      throw new ConfigError(`operator ${this.definition.id}: input '${name}' has no step in 'on'`)
    }
    this.graph.connect(source, (message) => this.receive(step, message))
  }

  fire(slot: string, key: string, timeMs: number): void {
    const { graph } = this
    if (graph.failure !== undefined) return
    this.enter(key, timeMs, undefined)
    if (slot.startsWith(ttlSlotPrefix)) {
      this.expire(slot.slice(ttlSlotPrefix.length))
      return
    }
    const name = slot.slice(ownSlotPrefix.length)
    this.calls++
    if (graph.skipsCall(this.definition.id, this.calls, { key, value: { timer: name }, timeMs }))
      return
    try {
      this.definition.onTimer?.(name, this)
    } catch (error) {
      graph.fail({ place: this.definition.id, index: this.calls, error })
    }
  }

  emit(value: unknown, key = this.key): void {
    this.push(this.out, { key, value, timeMs: this.timeMs })
  }

  forward(): void {
    const { message } = this
    if (message === undefined)
      throw new TypeError(`${this.definition.id}: forward() in a timer step`)
    this.push(
      this.out,
      message.timeMs === this.timeMs ? message : { ...message, timeMs: this.timeMs },
    )
  }

  late(): void {
    if (this.message === undefined)
      throw new TypeError(`${this.definition.id}: late() in a timer step`)
    this.push(this.lateOut, this.message)
  }

  reject(rule: string, reason: string, value: unknown = this.message?.value): void {
    this.graph.bury({ key: this.key, value, timeMs: this.timeMs }, this.definition.id, rule, reason)
  }

  count(name: string): void {
    this.graph.count(`${this.definition.id}.${name}`)
  }

  wakeAt(timeMs: number, slot = ''): void {
    this.setTimer(timeMs, ownSlotPrefix + slot)
  }

  cancelWake(slot = ''): void {
    this.graph.timers.cancel(this.data.name, this.key, ownSlotPrefix + slot)
  }

  private receive(
    step: (
      value: unknown,
      context: OperatorContext<unknown, unknown>,
      message: Message<unknown>,
    ) => void,
    message: Message<unknown>,
  ): void {
    const { graph } = this
    if (graph.failure !== undefined) return
    this.enter(message.key, graph.nowMs, message)
    this.calls++
    if (graph.skips !== undefined && graph.skipsCall(this.definition.id, this.calls, message))
      return
    try {
      step(message.value, this, message)
    } catch (error) {
      graph.fail({ place: this.definition.id, index: this.calls, error })
    }
  }

  private enter(key: string, timeMs: number, message: Message<unknown> | undefined): void {
    if (key !== this.key || this.slots === undefined) {
      this.key = key
      this.slots = this.data.slotsOf(key)
    }
    this.timeMs = timeMs
    this.message = message
  }

  /** A push runs the rest of the chain, which may come back to this node for another key or record. */
  private push(emitter: Emitter<unknown>, message: Message<unknown>): void {
    const { key, slots, timeMs, message: current } = this
    emitter.next(message)
    this.key = key
    this.slots = slots
    this.timeMs = timeMs
    this.message = current
  }

  private setTimer(timeMs: number, slot: string): void {
    if (!Number.isFinite(timeMs))
      throw new RangeError(`${this.definition.id}: a timer was set for ${timeMs}`)
    assertPlace(this.data.name, this.key, slot)
    const due = Math.max(timeMs, this.timeMs)
    this.graph.setTimer({ timeMs: due, store: this.data.name, key: this.key, slot })
  }

  private expire(slot: string): void {
    const slots = this.data.slotsOf(this.key)
    const cell = slots.get(slot)
    if (cell === undefined) return
    if (cell.expiresMs <= this.timeMs) this.data.delete(slots, this.key, slot)
    else this.setTimer(cell.expiresMs, ttlSlotPrefix + slot)
  }

  private view(keyOf: () => string, ttlMs: number | undefined): KeyedStore<unknown> {
    const { data } = this
    const slotsNow = (): Slots => {
      const key = keyOf()
      return key === this.key && this.slots !== undefined ? this.slots : data.slotsOf(key)
    }
    return {
      get: (slot = '') => slotsNow().get(slot)?.value,
      put: (value, slot = '') => {
        if (ttlMs === undefined) {
          data.put(slotsNow(), keyOf(), slot, value, Infinity)
          return
        }
        const fresh = !slotsNow().has(slot)
        data.put(slotsNow(), keyOf(), slot, value, this.timeMs + ttlMs)
        if (fresh) this.setTimer(this.timeMs + ttlMs, ttlSlotPrefix + slot)
      },
      delete: (slot = '') => data.delete(slotsNow(), keyOf(), slot),
      take: (slot = '') => {
        const value = slotsNow().get(slot)?.value
        data.delete(slotsNow(), keyOf(), slot)
        return value
      },
      slots: () => [...slotsNow().keys()].sort(),
    }
  }
}
