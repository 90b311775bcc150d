import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import { DefaultDeserializer } from 'node:v8'
import { TaskCorruptedError } from '../../core/errors.ts'
import { encodeState } from '../../state/codec.ts'
import type { SavedState } from './changelog.ts'

/** What a checkpoint says of itself. */
export interface CheckpointOrigin {
  /** The partition whose records it holds, as topic/partition. */
  readonly changelog: string
  /** A topic that was deleted and made anew has another one. */
  readonly topicId: string
  /** Of the computer's clock, when its state was the newest. */
  readonly timeMs: number
}

export interface Checkpoint extends CheckpointOrigin, SavedState {}

/** Raised with each change of what a checkpoint looks like. */
const format = 1
const sumBytes = 32
/** The event loop gets its turn behind so many bytes. */
const sectionBytes = 256 * 1_024

let unfinished = 0

/**
 * Writes a checkpoint under another name and gives it its own when it is whole. It is not synced to the disk: what a
 * power cut takes of it, its checksum shows.
 */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const inWork = `${path}.unfinished-${unfinished++}`
  await mkdir(dirname(path), { recursive: true })
  try {
    await pipeline(summed(checkpoint), createWriteStream(inWork))
    await rename(inWork, path)
  } catch (error) {
    await rm(inWork, { force: true })
    throw error
  }
}

/**
 * Undefined where there is none. Throws TaskCorruptedError where it is broken or of another format, and what the file
 * system throws.
 */
export async function readCheckpoint(path: string): Promise<Checkpoint | undefined> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const body = bytes.subarray(0, Math.max(0, bytes.length - sumBytes))
  if (!createHash('sha256').update(body).digest().equals(bytes.subarray(body.length)))
    throw new TaskCorruptedError('its checksum does not fit')
  const sections = sectionsOf(body)
  const head = sections.next().value as Head
  if (head.format !== format)
    throw new TaskCorruptedError(`its format is ${head.format}; ${format} is read`)
  const states = new Map<string, Uint8Array>()
  for (const section of sections) {
    // Windows on the file: together they keep no more alive than the state they are.
    for (const [name, state] of section as Map<string, Uint8Array>) states.set(name, state)
    await yieldToEvents()
  }
  return { ...head, states }
}

interface Head extends CheckpointOrigin, Omit<SavedState, 'states'> {
  readonly format: number
}

/** Values of V8, one behind the other: what it says of itself, states by the names they have in the changelog, null; and the checksum of it all. */
function* summed({ states, ...origin }: Checkpoint): Generator<Buffer> {
  const sum = createHash('sha256')
  const summing = (bytes: Buffer): Buffer => {
    sum.update(bytes)
    return bytes
  }
  yield summing(encodeState({ ...origin, format } satisfies Head))
  let section = new Map<string, Uint8Array>()
  let size = 0
  for (const [name, state] of states) {
    section.set(name, state)
    size += name.length + state.length
    if (size < sectionBytes) continue
    yield summing(encodeState(section))
    section = new Map()
    size = 0
  }
  yield summing(encodeState(section))
  yield summing(encodeState(null))
  yield sum.digest()
}

function* sectionsOf(body: Buffer): Generator<unknown, undefined> {
  const reader = new DefaultDeserializer(body)
  for (;;) {
    reader.readHeader()
    const value: unknown = reader.readValue()
    if (value === null) return undefined
    yield value
  }
}
