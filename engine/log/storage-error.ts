import { statfsSync } from 'node:fs'
import { StorageError, StreamError } from '../core/errors.ts'

/** What the storage below a data folder threw, told as what a person can do about it. */
export function asStorageError(error: unknown, folder: string): unknown {
  if (error instanceof StreamError) return error
  const message = (error as Error).message
  // LMDB calls a write that was cut short by a full disk an input/output error.
  const short = /input\/output error/i.test(message) && roomOf(folder) < fullBytes
  const full = short || /ENOSPC|no space|MDB_MAP_FULL/i.test(message)
  return new StorageError(
    full
      ? `the disk of data folder ${folder} is full: nothing of the last commit was written; make room and start again`
      : `data folder ${folder}: ${message}`,
    {},
    error,
  )
}

/** A disk with less room than this counts as full. */
const fullBytes = 1 << 20

function roomOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
