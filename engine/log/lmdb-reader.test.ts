import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { heartbeat, type LogRecord } from '../core/message.ts'
import type { Topic } from '../core/topic.ts'
import { LmdbLog } from './lmdb.ts'
import { LmdbReader } from './lmdb-reader.ts'
import type { PlacedRecord } from './record-reader.ts'

interface Count {
  readonly n: number
}

function counts(name: string, more: readonly unknown[] = []): Topic<unknown> {
  const fields = [{ name: 'n', type: 'long' }, ...more]
  return {
    name,
    partitioning: 'key',
    retention: { ms: 1_000 },
    digested: true,
    schema: { type: 'record', name: 'Count', fields },
  }
}

const plain = counts('counts')
const limits = { recordsMax: 1_000, bytesMax: 1_000_000 }
let folder = ''
let log: LmdbLog

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alphapulse-reader-'))
  log = openLog([plain])
})
afterEach(async () => {
  await log.close()
  rmSync(folder, { recursive: true, force: true })
})

function openLog(topics: readonly Topic<unknown>[]): LmdbLog {
  const identity = { source: 'test' }
  return new LmdbLog({ folder, topics, partitions: 2, identity, durability: 'process' })
}

function record(n: number): LogRecord {
  return { key: `key-${n}`, value: { n } satisfies Count, timeMs: n * 10 }
}

/** The record n where it stands at offset n. */
function placed(n: number): PlacedRecord {
  return { ...record(n), offset: n }
}

/** Commits of three records each. */
function fill(from: number, to: number, partition = 0): void {
  for (let n = from; n < to; n++) {
    log.append(plain, partition, record(n))
    if (n % 3 === 2) log.commit([])
  }
  log.commit([])
}

test('gives committed records only, from any offset, in any portion', async () => {
  fill(0, 10)
  log.append(plain, 0, record(10))
  const reader = new LmdbReader({ folder, topics: [plain] })
  expect(reader.end(plain, 0)).toBe(10)
  expect(reader.end(plain, 1)).toBe(0)
  const all = Array.from({ length: 10 }, (_, n) => placed(n))
  for (let from = 0; from <= 10; from++) {
    for (const recordsMax of [1, 2, 5, 20]) {
      const read = reader.read(plain, 0, from, { ...limits, recordsMax })
      const records = all.slice(from, from + recordsMax)
      expect(read).toMatchObject({ start: from, records, end: from + records.length })
      for (const [at, { offset }] of records.entries())
        expect(read.hash(at)).toBe(reader.hashOf(plain, 0, offset))
    }
  }
  await reader.close()
})

test('sees what is committed later, after a refresh', async () => {
  fill(0, 3)
  const reader = new LmdbReader({ folder, topics: [plain] })
  expect(reader.end(plain, 0)).toBe(3)
  fill(3, 7)
  reader.refresh()
  expect(reader.end(plain, 0)).toBe(7)
  expect(reader.read(plain, 0, 2, limits).records).toEqual([2, 3, 4, 5, 6].map(placed))
  await reader.close()
})

test('keeps heartbeats in their places', async () => {
  log.append(plain, 1, record(1))
  log.append(plain, 1, heartbeat(50))
  log.append(plain, 1, record(7))
  log.commit([])
  const reader = new LmdbReader({ folder, topics: [plain] })
  const kept = [record(1), heartbeat(50), record(7)].map((one, offset) => ({ ...one, offset }))
  expect(reader.read(plain, 1, 0, limits).records).toEqual(kept)
  await reader.close()
})

test('goes on at the oldest record kept where retention has made a hole', async () => {
  fill(0, 12)
  log.trim(1_061, () => 12)
  const reader = new LmdbReader({ folder, topics: [plain] })
  expect(reader.read(plain, 0, 1, limits)).toMatchObject({
    start: 6,
    records: [6, 7, 8, 9, 10, 11].map(placed),
    end: 12,
  })
  expect(reader.hashOf(plain, 0, 1)).toBeUndefined()
  await reader.close()
})

test('tells records apart by their hash', async () => {
  fill(0, 4)
  fill(0, 2, 1)
  const reader = new LmdbReader({ folder, topics: [plain] })
  const [first, second] = [reader.hashOf(plain, 0, 0), reader.hashOf(plain, 0, 1)]
  expect(first).toMatch(/^[0-9a-f]{32}$/)
  expect(second).not.toBe(first)
  expect(reader.hashOf(plain, 1, 0)).toBe(first)
  expect(reader.hashOf(plain, 0, 4)).toBeUndefined()
  await reader.close()
})

test('resolves what an older schema wrote', async () => {
  fill(0, 2)
  const reader = new LmdbReader({
    folder,
    topics: [counts('counts', [{ name: 'note', type: 'string', default: 'none' }])],
  })
  const [topic] = reader.topics
  if (topic === undefined) throw new Error('no topic')
  const read = reader.read(topic, 0, 0, limits).records.map(({ value }) => value)
  expect(read).toEqual([
    { n: 0, note: 'none' },
    { n: 1, note: 'none' },
  ])
  await reader.close()
})

test('waits for a topic that no engine has written yet', async () => {
  const later = counts('later')
  const reader = new LmdbReader({ folder, topics: [plain, later] })
  expect(reader.end(later, 0)).toBe(0)
  expect(reader.read(later, 0, 0, limits)).toMatchObject({ start: 0, records: [], end: 0 })
  await log.close()
  log = openLog([plain, later])
  log.append(later, 0, record(3))
  log.commit([])
  reader.refresh()
  expect(reader.read(later, 0, 0, limits).records).toEqual([{ ...record(3), offset: 0 }])
  await reader.close()
})

test('says so where there is no log', () => {
  const empty = join(folder, 'empty')
  expect(() => new LmdbReader({ folder: empty, topics: [plain] })).toThrow(
    `data folder ${empty} holds no log`,
  )
})
