import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** The file of an LMDB log; it is there once all that a reader needs is in it. */
export function logPath(folder: string): string {
  return join(folder, 'log.mdb')
}

/**
 * Where a log is made: LMDB ends a process (SIGSEGV) that opens a file in the instant in which
 * another one makes it, so nobody finds it under its name before.
 */
export function unfinishedPath(folder: string): string {
  return join(folder, 'log-unfinished.mdb')
}

/** Takes away what a process left that was killed while it made a log. */
export function clearUnfinished(folder: string): void {
  for (const suffix of ['', lockSuffix])
    rmSync(`${unfinishedPath(folder)}${suffix}`, { force: true })
}

/** While it is open: its writer goes on with the same file. */
export function giveName(folder: string): void {
  // Who finds the file must find the lock that its writer holds.
  for (const suffix of [lockSuffix, ''])
    renameSync(`${unfinishedPath(folder)}${suffix}`, `${logPath(folder)}${suffix}`)
}

const lockSuffix = '-lock'
