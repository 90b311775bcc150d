import { unpackedChunks } from './line-blocks.ts'
import { MarketFileError } from './market-file-error.ts'

/** The first lines of a file, comments and all. */
export interface FileHead {
  readonly path: string
  readonly lines: readonly string[]
}

/** Enough for a long comment block, the header and a few hundred rows. */
const headBytes = 256 * 1_024

/** The first whole lines of a file; throws where it is empty or no text. */
export async function readFileHead(path: string, gzip: boolean): Promise<FileHead> {
  const chunks: Buffer[] = []
  let bytes = 0
  let cut = false
  for await (const chunk of unpackedChunks(path, gzip)) {
    chunks.push(chunk)
    bytes += chunk.length
    cut = bytes >= headBytes
    if (cut) break
  }
  if (bytes === 0) {
    throw new MarketFileError('empty', path, 'is empty', 'Give a file with a header and rows.')
  }
  const head = Buffer.concat(chunks)
  refuseBinary(path, head)
  const text = head.toString('utf8').replace(/^\uFEFF/, '')
  const lines = text.split(/\r?\n/)
  // The last line may have been cut in two, unless it is all there is.
  if (cut && lines.length > 1) lines.pop()
  return { path, lines }
}

function refuseBinary(path: string, head: Buffer): void {
  const start = head.toString('latin1', 0, 4)
  const refuse = (what: string, cure: string) => {
    throw new MarketFileError('binary', path, what, cure)
  }
  if (start.startsWith('PK')) refuse('is a zip archive', 'Unpack it first; gzip is read as it is.')
  if (start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff')) {
    refuse('is text in UTF-16', 'Save it as UTF-8.')
  }
  const cure = 'Give a CSV or a WebSocket capture, plain or packed with gzip.'
  if (start === 'PAR1') refuse('is a Parquet file', cure)
  const strange = head.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length
  if (strange > head.length / 1_000) refuse('holds binary data, no text', cure)
}
