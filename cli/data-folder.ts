import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { ConfigError } from '../engine/core/errors.ts'

/** Where data folders are put when nobody says otherwise, and which one was used last. */
const home = 'data'
const latestFile = join(home, 'latest')

/** The folder that was asked for, or `data/<name>`; remembered as the latest. */
export function openFolder(asked: string | undefined, name: string): string {
  const folder = resolve(asked ?? join(home, name))
  if (asked === undefined) {
    mkdirSync(home, { recursive: true })
    writeFileSync(latestFile, `${basename(folder)}\n`)
  }
  return folder
}

/** The folder that was asked for, or the one used last. */
export function findFolder(asked: string | undefined): string {
  const folder = asked ?? latest()
  if (folder === undefined) {
    throw new ConfigError(
      'there is no data folder yet: run `alphapulse start` or `alphapulse replay` first, or name one with --data-dir',
    )
  }
  if (!existsSync(join(folder, 'log.mdb'))) {
    throw new ConfigError(
      `${folder} holds no AlphaPulse data; name the right folder with --data-dir`,
    )
  }
  return resolve(folder)
}

function latest(): string | undefined {
  return existsSync(latestFile) ? join(home, readFileSync(latestFile, 'utf8').trim()) : undefined
}
