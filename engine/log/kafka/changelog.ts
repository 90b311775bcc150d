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

/**
 * The committed state of one task, as its changelog tells it: kept in memory, so that an operator's
 * failure is undone without reading the changelog again.
 */
export class StateMirror {
  private readonly entries = new Map<string, StoreEntry>()
  private position: Buffer | undefined

  /** Takes what was read of the changelog, in order. */
  restore(records: readonly Pick<FetchedRecord, 'key' | 'value'>[]): void {
    for (const { key, value } of records) {
      const name = key?.toString() ?? ''
      if (name === positionKey) this.position = value === null ? undefined : Buffer.from(value)
      else if (value === null) this.entries.delete(name)
      else {
        const [store, recordKey, slot] = JSON.parse(name) as [string, string, string]
        // A copy: what was fetched is a window on a whole answer of the broker.
        this.entries.set(name, { store, key: recordKey, slot, bytes: Buffer.from(value) })
      }
    }
  }

  committed(changes: readonly StoreChange[], position: unknown): void {
    for (const { store, key, slot, bytes } of changes) {
      const name = stateKey(store, key, slot)
      if (bytes === null) this.entries.delete(name)
      else this.entries.set(name, { store, key, slot, bytes })
    }
    this.position = encodeState(position)
  }

  snapshot(): WriterSnapshot | undefined {
    if (this.position === undefined) return undefined
    return { position: decodeState(this.position), state: [...this.entries.values()] }
  }

  get size(): number {
    return this.entries.size
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
