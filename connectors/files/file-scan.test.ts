import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fileId, greatestEventMs, scanNotes } from './file-scan.ts'
import type { SourceItem } from './source-record.ts'
import { testFolder } from './testing/folder.ts'

const folder = testFolder()

test('a file is known by the bytes on disk', async () => {
  const path = folder.gzip('a.gz', 'text')
  const sha = createHash('sha256').update(readFileSync(path)).digest('hex')
  expect(await fileId(path)).toBe(sha.slice(0, 32))
})

test('the greatest event time before a position leaves bad rows and the rest aside', async () => {
  async function* chunks(): AsyncGenerator<SourceItem[]> {
    yield [{ eventMs: 5 }, { eventMs: 9 }] as SourceItem[]
    yield [
      { bad: true, reason: '', line: 3, bytes: Buffer.alloc(0) },
      { eventMs: 7 },
      { eventMs: 12 },
    ] as SourceItem[]
  }
  const greatest = []
  for (let position = 0; position < 6; position++)
    greatest.push(await greatestEventMs(chunks(), position))
  expect(greatest).toEqual([0, 5, 9, 9, 9, 12])
})

test('notes what was left out and what cannot be read', () => {
  const scan = {
    symbols: [],
    records: 1,
    badRows: 2,
    firstBad: 'line 3 is odd',
    firstMs: 0,
    lastMs: 0,
    intervalMs: null,
  }
  expect(scanNotes({ ...scan, skipped: new Map([['depth updates', 4]]) })).toEqual([
    'depth updates left out: 4',
    'rows that cannot be read: 2, for the dead letters; line 3 is odd',
  ])
})
