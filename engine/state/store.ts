import { ConfigError } from '../core/errors.ts'
import { encodeState } from './codec.ts'

/** One change of a store since the last commit; `bytes` null means that the slot was deleted. */
export interface StoreChange {
  readonly store: string
  readonly key: string
  readonly slot: string
  readonly bytes: Buffer | null
}

/** One slot of a store as it was saved. */
export interface StoreEntry {
  readonly store: string
  readonly key: string
  readonly slot: string
  readonly bytes: Uint8Array
}

/** Key and slot are part of the key under which a log saves a state; that has a limit. */
const placeCharactersMax = 512

export function assertPlace(store: string, key: string, slot: string): void {
  if (key.length + slot.length <= placeCharactersMax) return
  throw new RangeError(
    `store ${store}: key and slot have ${key.length + slot.length} characters; at most ${placeCharactersMax} can be saved`,
  )
}

interface Cell {
  value: unknown
  expiresMs: number
  dirty: boolean
}

/** The state under one key. Most operators have one value a key: the slot '' lies at hand, the others in a map. */
export class Slots {
  private main: Cell | undefined
  private readonly others = new Map<string, Cell>()

  get(slot: string): Cell | undefined {
    return slot === '' ? this.main : this.others.get(slot)
  }

  set(slot: string, cell: Cell): void {
    if (slot === '') this.main = cell
    else this.others.set(slot, cell)
  }

  delete(slot: string): void {
    if (slot === '') this.main = undefined
    else this.others.delete(slot)
  }

  names(): string[] {
    const names = [...this.others.keys()]
    return this.main === undefined ? names : ['', ...names]
  }
}

/**
 * The state of one operator in one task: a value per message key and slot, in memory, saved at each
 * commit as far as it was touched. Named `sub-topology.id.vN`; a renamed id starts empty.
 */
export class Store {
  readonly name: string
  private readonly cells = new Map<string, Slots>()
  private touched: { key: string; slot: string }[] = []

  constructor(name: string) {
    this.name = name
  }

  slotsOf(key: string): Slots {
    let slots = this.cells.get(key)
    if (slots === undefined) {
      slots = new Slots()
      this.cells.set(key, slots)
    }
    return slots
  }

  put(slots: Slots, key: string, slot: string, value: unknown, expiresMs: number): void {
    if (value === undefined) {
      throw new ConfigError(`store ${this.name}: a state was undefined; delete the slot instead`, {
        key,
        slot,
      })
    }
    const cell = slots.get(slot)
    if (cell === undefined) {
      assertPlace(this.name, key, slot)
      slots.set(slot, { value, expiresMs, dirty: true })
      this.touched.push({ key, slot })
      return
    }
    cell.value = value
    cell.expiresMs = expiresMs
    if (!cell.dirty) {
      cell.dirty = true
      this.touched.push({ key, slot })
    }
  }

  delete(slots: Slots, key: string, slot: string): void {
    const cell = slots.get(slot)
    if (cell === undefined) return
    slots.delete(slot)
    if (!cell.dirty) this.touched.push({ key, slot })
  }

  /** What changed since the last call, encoded; marks everything clean. */
  takeChanges(): StoreChange[] {
    const changes: StoreChange[] = []
    for (const { key, slot } of this.touched) {
      const cell = this.cells.get(key)?.get(slot)
      if (cell === undefined) {
        changes.push({ store: this.name, key, slot, bytes: null })
      } else if (cell.dirty) {
        cell.dirty = false
        const saved = cell.expiresMs === Infinity ? [cell.value] : [cell.value, cell.expiresMs]
        changes.push({ store: this.name, key, slot, bytes: encodeState(saved) })
      }
    }
    this.touched = []
    return changes
  }

  /** `saved` is what `takeChanges` encoded. */
  load(
    entry: Pick<StoreEntry, 'key' | 'slot'>,
    saved: unknown,
    migrate?: (state: unknown) => unknown,
  ): void {
    const [value, expiresMs] = saved as [unknown, number | undefined]
    const migrated = migrate === undefined ? value : migrate(value)
    const cell = { value: migrated, expiresMs: expiresMs ?? Infinity, dirty: false }
    this.slotsOf(entry.key).set(entry.slot, cell)
    if (migrate !== undefined)
      this.put(this.slotsOf(entry.key), entry.key, entry.slot, migrated, cell.expiresMs)
  }
}
