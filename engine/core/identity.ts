import { createHash } from 'node:crypto'

/**
 * The id of a thing: a hash of what it is about, never random and never of where its record stood,
 * so that a replay gives the same ids. 128 bits, hex.
 */
export function contentId(kind: string, ...about: readonly (string | number)[]): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, ...about]))
    .digest('hex')
    .slice(0, 32)
}
