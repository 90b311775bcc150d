import { encodeState } from './codec.ts'
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

/** Whose timer a saved entry is. */
export function timerOwner({ key }: { readonly key: string }): {
  readonly store: string
  readonly key: string
} {
  const end = key.indexOf('\u0000')
  return { store: key.slice(0, end), key: key.slice(end + 1) }
}

/** So many timers that no longer count may lie in the heap, beside twice the live ones. */
const staleMax = 1_024

/**
 * The timers of one task, due in the order (time, store, key, slot). Setting a timer again under
 * the same store, key and slot moves it. Timers are state: saved with the commit, restored with it.
 */
export class Timers {
  private readonly live = new Map<string, Map<string, Timer>>()
  private liveCount = 0
  private heap: Timer[] = []
  /** By `store NUL key`, as timers are saved; a store's name has no NUL. */
  private touched = new Map<string, Set<string>>()

  set(timer: Timer): void {
    const name = `${timer.store}\u0000${timer.key}`
    let slots = this.live.get(name)
    if (slots === undefined) {
      slots = new Map()
      this.live.set(name, slots)
    }
    const before = slots.get(timer.slot)
    if (before?.timeMs === timer.timeMs) return
    if (before === undefined) this.liveCount++
    slots.set(timer.slot, timer)
    this.touch(name, timer.slot)
    this.push(timer)
    if (this.heap.length > staleMax + 2 * this.liveCount) this.dropAllStale()
  }

  cancel(store: string, key: string, slot: string): void {
    const name = `${store}\u0000${key}`
    const slots = this.live.get(name)
    if (slots === undefined || !slots.delete(slot)) return
    if (slots.size === 0) this.live.delete(name)
    this.liveCount--
    this.touch(name, slot)
  }

  /** When the next timer is due; Infinity when there is none. */
  nextMs(): number {
    return this.next()?.timeMs ?? Infinity
  }

  next(): Timer | undefined {
    this.dropStale()
    return this.heap[0]
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
    for (const [key, slots] of this.touched) {
      for (const slot of slots) {
        const timer = this.live.get(key)?.get(slot)
        const bytes = timer === undefined ? null : encodeState(timer.timeMs)
        changes.push({ store: timerStore, key, slot, bytes })
      }
    }
    this.touched = new Map()
    return changes
  }

  /** `saved` is what `takeChanges` encoded. */
  load(entry: StoreEntry, saved: unknown): void {
    const { store, key } = timerOwner(entry)
    this.set({ timeMs: saved as number, store, key, slot: entry.slot })
    this.touched.clear()
  }

  private touch(name: string, slot: string): void {
    const slots = this.touched.get(name)
    if (slots === undefined) this.touched.set(name, new Set([slot]))
    else slots.add(slot)
  }

  /** A moved or cancelled timer stays in the heap until it comes up; then it is no longer the live one. */
  private dropStale(): void {
    for (;;) {
      const top = this.heap[0]
      if (top === undefined || this.isLive(top)) return
      this.pop()
    }
  }

  /** A timer that is moved with every record would fill the heap long before it comes up. */
  private dropAllStale(): void {
    const kept = this.heap.filter((timer) => this.isLive(timer))
    this.heap = []
    for (const timer of kept) this.push(timer)
  }

  private isLive(timer: Timer): boolean {
    return this.live.get(`${timer.store}\u0000${timer.key}`)?.get(timer.slot) === timer
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
