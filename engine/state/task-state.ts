import { decodeState } from './codec.ts'
import type { StoreEntry } from './store.ts'
import { timerOwner, timerStore } from './timers.ts'

/** The committed state of one task. */
export interface TaskState {
  readonly task: string
  readonly entries: readonly StoreEntry[]
}

export interface StoreSize {
  readonly store: string
  readonly keys: number
  readonly slots: number
  readonly bytes: number
}

/** One slot of a store, or a timer that it has set. */
export type StateEntry = { readonly task: string; readonly key: string; readonly slot: string } & (
  | { readonly value: unknown; readonly expiresMs?: number }
  | { readonly timerMs: number }
)

/** The stores of several tasks together, by name. */
export function storesOf(states: readonly TaskState[]): readonly StoreSize[] {
  const sizes = new Map<string, { keys: Set<string>; slots: number; bytes: number }>()
  for (const { store, key, bytes } of states.flatMap(({ entries }) => entries)) {
    if (store === timerStore) continue
    let size = sizes.get(store)
    if (size === undefined) {
      size = { keys: new Set(), slots: 0, bytes: 0 }
      sizes.set(store, size)
    }
    size.keys.add(key)
    size.slots++
    size.bytes += bytes.length
  }
  return [...sizes]
    .map(([store, { keys, slots, bytes }]) => ({ store, keys: keys.size, slots, bytes }))
    .sort((a, b) => (a.store < b.store ? -1 : 1))
}

/** What a store holds, decoded, and the timers it has set; under one key, or under all. */
export function entriesOf(
  states: readonly TaskState[],
  store: string,
  key?: string,
): readonly StateEntry[] {
  return states.flatMap(({ task, entries }) =>
    entries.flatMap((entry): StateEntry[] => {
      const isTimer = entry.store === timerStore
      const owner = isTimer ? timerOwner(entry) : entry
      if (owner.store !== store || (key !== undefined && owner.key !== key)) return []
      const place = { task, key: owner.key, slot: entry.slot }
      if (isTimer) return [{ ...place, timerMs: decodeState(entry.bytes) as number }]
      const [value, expiresMs] = decodeState(entry.bytes) as [unknown, number | undefined]
      return [expiresMs === undefined ? { ...place, value } : { ...place, value, expiresMs }]
    }),
  )
}
