import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { ConfigError, TaskCorruptedError } from '../engine/core/errors.ts'

/** Where data folders are put when nobody says otherwise, and which one was used last. */
const home = 'data'
const latestFile = join(home, 'latest')
/** Says that the records are on a cluster, and under which prefix; the folder holds what is this machine's own. */
const kafkaFile = 'kafka.json'

/** Where a history lies: in a data folder, or on a Kafka cluster under a prefix. */
export type Place =
  | { readonly log: 'lmdb'; readonly folder: string }
  /** The folder of a process of it on this machine, where there is one. */
  | { readonly log: 'kafka'; readonly app: string; readonly folder: string | undefined }

export interface PlaceFlags {
  readonly dataDir?: string | undefined
  readonly prefix?: string | undefined
}

/** The options by which a command is told what it is about. */
export function withPlace(command: Command): Command {
  return command
    .option('--data-dir <folder>', 'the data folder; the one used last where it is left out')
    .option('--prefix <prefix>', 'instead of a folder: what lies on Kafka under this topic prefix')
}

/** The folder that was asked for, or `data/<name>`; remembered as the latest. */
export function openFolder(asked: string | undefined, name: string): string {
  const folder = resolve(asked ?? join(home, name))
  if (asked === undefined) {
    mkdirSync(home, { recursive: true })
    writeFileSync(latestFile, `${basename(folder)}\n`)
  }
  return folder
}

/** The same for a process that works on Kafka. Throws ConfigError where the folder belongs to something else. */
export function openKafkaFolder(asked: string | undefined, app: string): string {
  const folder = openFolder(asked, `kafka-${app}`)
  if (existsSync(join(folder, 'log.mdb')))
    throw new ConfigError(`${folder} holds a log of its own: take another --data-dir for Kafka`)
  const known = appOf(folder)
  if (known !== undefined && known !== app)
    throw new ConfigError(
      `${folder} belongs to the topic prefix '${known}', not to '${app}': take another --data-dir`,
    )
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, kafkaFile), `${JSON.stringify({ app })}\n`)
  return folder
}

/** Where a model lies, for all data folders. */
export function modelFolder(name: string): string {
  return resolve(join(home, 'models', name))
}

/** What was asked for, or the folder used last. */
export function findPlace({ dataDir, prefix }: PlaceFlags): Place {
  if (prefix !== undefined) {
    if (dataDir !== undefined)
      throw new ConfigError('--data-dir and --prefix: name one of them, the other follows from it')
    return { log: 'kafka', app: prefix, folder: undefined }
  }
  const folder = dataDir ?? latest()
  if (folder === undefined) {
    throw new ConfigError(
      'there is no data folder yet: run `alphapulse start` or `alphapulse replay` first, or name one with --data-dir',
    )
  }
  const app = appOf(folder)
  if (app !== undefined) return { log: 'kafka', app, folder: resolve(folder) }
  if (!existsSync(join(folder, 'log.mdb'))) {
    throw new ConfigError(
      `${folder} holds no AlphaPulse data; name the right folder with --data-dir`,
    )
  }
  return { log: 'lmdb', folder: resolve(folder) }
}

/** For what only a folder of this machine can answer. */
export function folderOf(place: Place): string {
  if (place.folder === undefined)
    throw new ConfigError('this asks a process on this machine: name its folder with --data-dir')
  return place.folder
}

function latest(): string | undefined {
  return existsSync(latestFile) ? join(home, readFileSync(latestFile, 'utf8').trim()) : undefined
}

function appOf(folder: string): string | undefined {
  const path = join(folder, kafkaFile)
  if (!existsSync(path)) return undefined
  try {
    const { app } = JSON.parse(readFileSync(path, 'utf8')) as { readonly app?: unknown }
    if (typeof app === 'string') return app
  } catch (error) {
    throw new TaskCorruptedError(`${path} cannot be read: ${(error as Error).message}`, {}, error)
  }
  throw new TaskCorruptedError(`${path} names no 'app'`)
}
