import { decodeState, encodeState } from './codec.ts'
import type { StoreChange, StoreEntry } from './store.ts'

export interface Timer {
  readonly timeMs: number
  readonly store: string
  readonly key: string
  readonly slot: string
}

/** The reserved store in which a task's timers are saved. */
export const timerStore = '_timers'

function before(a: Timer, b: Timer): boolean {
  if (a.timeMs !== b.timeMs) return a.timeMs < b.timeMs
  if (a.store !== b.store) return a.store < b.store
  if (a.key !== b.key) return a.key < b.key
  return a.slot < b.slot
}

/**
 * The timers of one task, due in the order (time, store, key, slot). Setting a timer again under
 * the same store, key and slot moves it. Timers are state: saved with the commit, restored with it.
 */
export class Timers {
  private readonly live = new Map<string, Map<string, Timer>>()
  private readonly heap: Timer[] = []
  private touched = new Set<string>()

  set(timer: Timer): void {
    const name = `${timer.store}\u0000${timer.key}`
    let slots = this.live.get(name)
    if (slots === undefined) {
      slots = new Map()
      this.live.set(name, slots)
    }
    slots.set(timer.slot, timer)
    this.touched.add(`${name}\u0000${timer.slot}`)
    this.push(timer)
  }

  cancel(store: string, key: string, slot: string): void {
    const name = `${store}\u0000${key}`
    if (this.live.get(name)?.delete(slot)) this.touched.add(`${name}\u0000${slot}`)
  }

  /** When the next timer is due; Infinity when there is none. */
  nextMs(): number {
    this.dropStale()
    return this.heap[0]?.timeMs ?? Infinity
  }

  /** Takes the next timer; it counts as fired from now on. */
  take(): Timer | undefined {
    this.dropStale()
    const timer = this.pop()
    if (timer !== undefined) this.cancel(timer.store, timer.key, timer.slot)
    return timer
  }

  takeChanges(): StoreChange[] {
    const changes: StoreChange[] = []
    for (const id of this.touched) {
      const [store = '', key = '', slot = ''] = id.split('\u0000')
      const timer = this.live.get(`${store}\u0000${key}`)?.get(slot)
      changes.push({
        store: timerStore,
        key: `${store}\u0000${key}`,
        slot,
        bytes: timer === undefined ? null : encodeState(timer.timeMs),
      })
    }
    this.touched = new Set()
    return changes
  }

  load(entry: StoreEntry): void {
    const [store = '', key = ''] = entry.key.split('\u0000')
    this.set({ timeMs: decodeState(entry.bytes) as number, store, key, slot: entry.slot })
    this.touched.clear()
  }

  /** A moved or cancelled timer stays in the heap until it comes up; then it is no longer the live one. */
  private dropStale(): void {
    for (;;) {
      const top = this.heap[0]
      if (top === undefined) return
      if (this.live.get(`${top.store}\u0000${top.key}`)?.get(top.slot) === top) return
      this.pop()
    }
  }

  private push(timer: Timer): void {
    const { heap } = this
    let at = heap.length
    heap.push(timer)
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent] as Timer
      if (!before(timer, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = timer
  }

  private pop(): Timer | undefined {
    const { heap } = this
    const top = heap[0]
    const last = heap.pop()
    if (top === undefined || last === undefined || heap.length === 0) return top
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1] as Timer, heap[child] as Timer)) child++
      if (!before(heap[child] as Timer, last)) break
      heap[at] = heap[child] as Timer
      at = child
    }
    heap[at] = last
    return top
  }
}
