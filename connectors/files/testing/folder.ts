import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll } from 'vitest'

/** A folder for the files of one test file, gone afterwards. */
export function testFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'market-file-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const write = (name: string, content: string | Buffer): string => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  return {
    path: folder,
    write,
    gzip: (name: string, content: string) => write(name, gzipSync(content)),
  }
}
