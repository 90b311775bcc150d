import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { SavedState } from './changelog.ts'
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint-file.ts'
import type { OnWarning } from './client.ts'
import { tombstonesKeptMs } from './topic-specs.ts'

export interface CheckpointOptions {
  /** The data folder; checkpoints lie in a folder of it. */
  readonly folder: string
  /** How long after the last one the next is written, and behind how many bytes that were committed. */
  readonly everyMs: number
  readonly everyBytes: number
}

/** A partition of a changelog, as it is now. */
export interface ChangelogPlace {
  readonly topic: string
  readonly partition: number
  readonly topicId: string
  /** Offset of the oldest record that is kept, and behind the newest. */
  readonly start: number
  readonly end: number
}

/** Clocks are not equal, and a restore takes its time. */
const marginMs = 86_400_000
const fileName = /^(\d+)\.checkpoint$/

/** The states of tasks that a process keeps on its own disk, so that a restore reads only what came behind them. */
export class Checkpoints {
  private readonly options: CheckpointOptions
  private readonly onWarning: OnWarning

  constructor(options: CheckpointOptions, onWarning: OnWarning) {
    this.options = options
    this.onWarning = onWarning
  }

  /** The tasks of a group that have one here, usable or not. */
  async tasksOf(groupId: string): Promise<readonly number[]> {
    const folder = this.folderOf(groupId)
    let names: readonly string[] = []
    try {
      names = await readdir(folder)
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code !== 'ENOENT') this.onWarning(`checkpoints in ${folder} are not used: ${message}`)
    }
    return names.flatMap((name) => fileName.exec(name)?.[1] ?? []).map(Number)
  }

  /** The checkpoint of one task, for as long as the task runs here. */
  of(groupId: string, changelog: ChangelogPlace): TaskCheckpoint {
    const path = join(this.folderOf(groupId), `${changelog.partition}.checkpoint`)
    return new TaskCheckpoint(path, changelog, this.options, this.onWarning)
  }

  private folderOf(groupId: string): string {
    return join(this.options.folder, 'checkpoints', encodeURIComponent(groupId))
  }
}

/** When the checkpoint of one task is written, and whether the one that is there may be built upon. */
export class TaskCheckpoint {
  private readonly path: string
  private readonly changelog: ChangelogPlace
  private readonly options: CheckpointOptions
  private readonly onWarning: OnWarning
  /** The offset of the one that lies there, as far as is known. */
  private written = -1
  private writtenMs = performance.now()
  private bytes = 0
  private writing: Promise<void> | undefined

  constructor(
    path: string,
    changelog: ChangelogPlace,
    options: CheckpointOptions,
    onWarning: OnWarning,
  ) {
    this.path = path
    this.changelog = changelog
    this.options = options
    this.onWarning = onWarning
  }

  /** The one that lies here, or undefined where there is none to build upon; a warning says why. */
  async read(): Promise<SavedState | undefined> {
    let found: Checkpoint | undefined
    let fault: string | undefined
    try {
      found = await readCheckpoint(this.path)
      fault = found && faultOf(found, this.changelog, Date.now())
    } catch (error) {
      fault = (error as Error).message
    }
    if (fault !== undefined) {
      this.onWarning(`checkpoint ${this.path} is not used, the whole changelog is read: ${fault}`)
      return undefined
    }
    this.written = found?.offset ?? -1
    return found
  }

  /** So many bytes were committed; `save` gives the state behind the commit. */
  committed(bytes: number, save: () => SavedState | undefined): void {
    this.bytes += bytes
    if (this.writing !== undefined) return
    const { everyBytes, everyMs } = this.options
    if (this.bytes < everyBytes && performance.now() - this.writtenMs < everyMs) return
    this.writing = this.write(save()).finally(() => {
      this.writing = undefined
    })
  }

  /** Writes the last one, where anything was committed behind the one before. */
  async close(save: () => SavedState | undefined): Promise<void> {
    await this.writing
    await this.write(save())
  }

  /** Only spares time: where it cannot be written, the task goes on without. */
  private async write(state: SavedState | undefined): Promise<void> {
    if (state === undefined || state.offset === this.written) return
    const { topic, partition, topicId } = this.changelog
    this.bytes = 0
    this.writtenMs = performance.now()
    const origin = { changelog: `${topic}/${partition}`, topicId, timeMs: Date.now() }
    try {
      await writeCheckpoint(this.path, { ...origin, ...state })
      this.written = state.offset
    } catch (error) {
      this.onWarning(`checkpoint ${this.path} was not written: ${(error as Error).message}`)
    }
  }
}

/** Why a changelog cannot be read on from a checkpoint; undefined where it can. */
export function faultOf(
  { changelog, topicId, timeMs, offset }: Omit<Checkpoint, 'position' | 'states'>,
  place: ChangelogPlace,
  nowMs: number,
): string | undefined {
  const name = `${place.topic}/${place.partition}`
  if (changelog !== name) return `it is of ${changelog}, not of ${name}`
  if (topicId !== place.topicId) return `${place.topic} was deleted and made anew since`
  if (offset > place.end || offset < place.start)
    return `it goes to offset ${offset}; ${name} has ${place.start} to ${place.end}`
  if (timeMs > nowMs) return `it is of ${new Date(timeMs).toISOString()}, which is yet to come`
  if (timeMs < nowMs - (tombstonesKeptMs - marginMs)) {
    const days = ((nowMs - timeMs) / 86_400_000).toFixed(1)
    return `it is ${days} days old; what was deleted since may be forgotten`
  }
  return undefined
}
