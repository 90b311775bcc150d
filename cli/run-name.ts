import { randomBytes } from 'node:crypto'

/** Names one run of the program in the headers of its records: when it began, and what tells two of one second apart. */
export function runName(): string {
  const second = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
  return `${second}Z-${randomBytes(2).toString('hex')}`
}
