import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll } from 'vitest'
import { isBadRow, type SourceItem, type SourceRecord } from './source-record.ts'

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

export async function allOf<T>(chunks: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = []
  for await (const chunk of chunks) all.push(...chunk)
  return all
}

/** `line 3 price is negative: '-1'` for each row that cannot be read. */
export function faultsOf(items: readonly SourceItem[]): string[] {
  return items.filter(isBadRow).map((row) => `line ${row.line} ${row.reason}`)
}

export function recordsOf(items: readonly SourceItem[]): SourceRecord[] {
  return items.filter((item): item is SourceRecord => !isBadRow(item))
}
