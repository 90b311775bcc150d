import type { Message } from 'kafkajs'
import { decodeState, encodeState } from '../../state/codec.ts'
import type { StoreChange, StoreEntry } from '../../state/store.ts'
import type { WriterSnapshot } from '../log.ts'
import type { FetchedRecord } from './fetch-response.ts'

/** Under which key a task's position lies beside its states; a state's key is a JSON array. */
const positionKey = 'position'

/** What a commit writes to its task's partition of the changelog. */
export function changelogMessages(
  partition: number,
  changes: readonly StoreChange[],
  position: unknown,
): Message[] {
  const messages: Message[] = changes.map(({ store, key, slot, bytes }) => ({
    partition,
    key: stateKey(store, key, slot),
    value: bytes,
  }))
  messages.push({ partition, key: positionKey, value: encodeState(position) })
  return messages
}

/** The committed state of one task as of an offset of its changelog. */
export interface SavedState {
  /** What lies before it is in here, and nothing behind it. */
  readonly offset: number
  readonly position: Uint8Array
  /** By the keys that they have in the changelog. */
  readonly states: Iterable<readonly [string, Uint8Array]>
}

/**
 * The committed state of one task, as its changelog tells it: kept in memory, so that an operator's
 * failure is undone without reading the changelog again.
 */
export class StateMirror {
  private readonly states = new Map<string, Uint8Array>()
  private position: Uint8Array | undefined
  private offset = 0

  /** Begins with what was saved; what the changelog has behind it is to be restored. */
  load({ offset, position, states }: SavedState): void {
    for (const [name, bytes] of states) this.states.set(name, bytes)
    this.position = position
    this.offset = offset
  }

  /** Takes what was read of the changelog, in order, up to an offset. */
  restore(records: readonly FetchedRecord[], offset: number): void {
    for (const { bytes: answer, keyAt, keyEnd, valueAt, valueEnd } of records) {
      const name = keyAt < 0 ? '' : answer.toString('utf8', keyAt, keyEnd)
      let bytes: Buffer | undefined
      if (valueAt >= 0) {
        // A copy: what was fetched is a window on a whole answer of the broker.
        bytes = Buffer.allocUnsafe(valueEnd - valueAt)
        answer.copy(bytes, 0, valueAt, valueEnd)
      }
      if (name === positionKey) this.position = bytes
      else if (bytes === undefined) this.states.delete(name)
      else this.states.set(name, bytes)
    }
    this.offset = offset
  }

  /** Takes what was committed, and behind which offset of the changelog. */
  committed(changes: readonly StoreChange[], position: unknown, offset: number): void {
    for (const { store, key, slot, bytes } of changes) {
      const name = stateKey(store, key, slot)
      if (bytes === null) this.states.delete(name)
      else this.states.set(name, bytes)
    }
    this.position = encodeState(position)
    this.offset = offset
  }

  snapshot(): WriterSnapshot | undefined {
    if (this.position === undefined) return undefined
    return { position: decodeState(this.position), state: this.entries() }
  }

  /** As it is now, whatever is committed later; undefined where nothing ever was. */
  save(): SavedState | undefined {
    if (this.position === undefined) return undefined
    return { offset: this.offset, position: this.position, states: [...this.states] }
  }

  get size(): number {
    return this.states.size
  }

  private *entries(): Generator<StoreEntry> {
    for (const [name, bytes] of this.states) {
      const [store, key, slot] = JSON.parse(name) as [string, string, string]
      yield { store, key, slot, bytes }
    }
  }
}

/** The newest position among records of a changelog; undefined where there is none. */
export function newestPosition(records: readonly Pick<FetchedRecord, 'key' | 'value'>[]): unknown {
  const newest = records.findLast(({ key }) => key?.toString() === positionKey)
  return newest?.value == null ? undefined : decodeState(Buffer.from(newest.value))
}

function stateKey(store: string, key: string, slot: string): string {
  return JSON.stringify([store, key, slot])
}
