import { createWriteStream, type WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { createGzip, type Gzip } from 'node:zlib'

/** A raw capture: `<receive time> <message>` a line, as `replay` reads it; packed where its name ends in .gz. */
export class CaptureFile {
  private readonly file: WriteStream
  private readonly gzip: Gzip | undefined

  /** Goes on behind what the file holds; `onError` hears why it cannot be written. */
  constructor(path: string, onError: (error: Error) => void) {
    this.file = createWriteStream(path, { flags: 'a' })
    this.file.on('error', onError)
    if (!path.endsWith('.gz')) return
    this.gzip = createGzip()
    this.gzip.pipe(this.file)
  }

  /** `receiveMs` is written in nanoseconds, as captures have it. */
  write(receiveMs: number, message: string): void {
    const target = this.gzip ?? this.file
    target.write(`${receiveMs}000000 ${message}\n`)
  }

  async close(): Promise<void> {
    const target = this.gzip ?? this.file
    target.end()
    await finished(this.file).catch(() => undefined)
  }
}
