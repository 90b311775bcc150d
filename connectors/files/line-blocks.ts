import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { MarketFileError } from './market-file-error.ts'

const readBytes = 256 * 1_024

/** Longer than the largest message of any market stream; beyond it the file is not made of lines. */
const lineBytesMax = 4 * 1_024 * 1_024

const newline = 10

export async function isGzip(path: string): Promise<boolean> {
  let file: FileHandle | undefined
  try {
    file = await open(path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } catch (cause) {
    throw readFault(path, cause)
  } finally {
    await file?.close()
  }
}

/** The unpacked bytes of a file, in chunks. */
export async function* unpackedChunks(path: string, gzip: boolean): AsyncGenerator<Buffer> {
  const raw = createReadStream(path, { highWaterMark: readBytes })
  let chunks: Readable = raw
  if (gzip) {
    // The callback is where pipeline reports; the same error reaches the loop below.
    chunks = pipeline(raw, createGunzip({ chunkSize: readBytes }), () => {}) as Readable
  }
  try {
    for await (const chunk of chunks) yield chunk as Buffer
  } catch (cause) {
    throw readFault(path, cause)
  } finally {
    raw.destroy()
    chunks.destroy()
  }
}

/** The unpacked file in blocks of whole lines: memory stays that of a block however large it is. */
export async function* lineBlocks(path: string, gzip: boolean): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  let restBytes = 0
  for await (const chunk of unpackedChunks(path, gzip)) {
    const cut = chunk.lastIndexOf(newline) + 1
    if (cut > 0) {
      const whole = chunk.subarray(0, cut)
      yield rest.length > 0 ? Buffer.concat([...rest, whole]) : whole
      rest = []
      restBytes = 0
    }
    if (cut < chunk.length) {
      rest.push(chunk.subarray(cut))
      restBytes += chunk.length - cut
    }
    if (restBytes > lineBytesMax) throw tooLongLine(path)
  }
  if (restBytes > 0) yield Buffer.concat(rest)
}

function tooLongLine(path: string): MarketFileError {
  const what = `has a line of more than ${lineBytesMax} bytes`
  return new MarketFileError('binary', path, what, 'Give a text file with one record per line.')
}

/** What the operating system or zlib said, as an error a person can act on. */
export function readFault(path: string, cause: unknown): MarketFileError {
  if (cause instanceof MarketFileError) return cause
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const said = cause instanceof Error ? cause.message : String(cause)
  if (code.startsWith('Z_')) {
    const what = `is a truncated or corrupt gzip file (${said})`
    return new MarketFileError('corrupt-gzip', path, what, 'Download or pack it again.', cause)
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const cure = 'Check the path; it is relative to the folder the command runs in.'
    return new MarketFileError('not-found', path, 'does not exist', cure, cause)
  }
  const cure = 'Check that the file can be read by this user.'
  return new MarketFileError('unreadable', path, `cannot be read (${said})`, cure, cause)
}
