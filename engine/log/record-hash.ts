import { createHash } from 'node:crypto'

/** Tells one record from another: by its time, its key, and its value as stored (a heartbeat has no bytes). */
export function recordHash(timeMs: number, key: string | null, value: Uint8Array): string {
  const hash = createHash('sha256').update(JSON.stringify([timeMs, key]))
  return hash.update(value).digest('hex').slice(0, 32)
}
