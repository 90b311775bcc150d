import fc from 'fast-check'
import { expect, test } from 'vitest'
import { greatestEventMs } from './file-scan.ts'
import type { MarketFile } from './market-file.ts'
import { mergeByTime } from './merge-by-time.ts'
import type { SourceItem, SourceTopic } from './source-record.ts'

type Row = { readonly at: number; readonly topic?: SourceTopic; readonly key?: string } | 'bad'

/** A file in memory that is read in chunks of `chunk` items. */
function fileOf(rows: readonly Row[], chunk = 2): MarketFile {
  const items = rows.map(
    (row, line): SourceItem =>
      row === 'bad'
        ? { bad: true, reason: '', line, bytes: Buffer.alloc(0) }
        : ({ topic: row.topic ?? 'ticks', key: row.key ?? 'A', eventMs: row.at } as SourceItem),
  )
  async function* read(from: number) {
    for (let at = from; at < items.length; at += chunk) yield items.slice(at, at + chunk)
  }
  return { read, reachedMs: (position: number) => greatestEventMs(read(0), position) } as MarketFile
}

interface Merged {
  readonly file: number
  readonly item: SourceItem
}

async function merge(
  files: readonly MarketFile[],
  positions: readonly number[] = [],
): Promise<Merged[]> {
  const merged: Merged[] = []
  for await (const chunk of mergeByTime(files, positions)) {
    for (const [at, item] of chunk.items.entries())
      merged.push({ file: chunk.files[at] ?? -1, item })
  }
  return merged
}

/** `file:time` of each item. */
async function told(
  files: readonly MarketFile[],
  positions: readonly number[] = [],
): Promise<string[]> {
  const merged = await merge(files, positions)
  return merged.map(({ file, item }) => `${file}:${'eventMs' in item ? item.eventMs : 'bad'}`)
}

const at = (...times: readonly number[]): Row[] => times.map((time) => ({ at: time }))

test('merges by event time', async () => {
  expect(await told([fileOf(at(1, 4, 5)), fileOf(at(2, 3, 6))])).toEqual([
    '0:1',
    '1:2',
    '1:3',
    '0:4',
    '0:5',
    '1:6',
  ])
})

test('settles ties by topic, then symbol, then file', async () => {
  const files = [
    fileOf([{ at: 1, topic: 'context' }]),
    fileOf([{ at: 1, topic: 'klines', key: 'B' }]),
    fileOf([{ at: 1, topic: 'klines', key: 'A' }]),
    fileOf([{ at: 1, topic: 'ticks', key: 'Z' }]),
    fileOf([{ at: 1, topic: 'ticks', key: 'Z' }]),
  ]
  expect(await told(files)).toEqual(['3:1', '4:1', '2:1', '1:1', '0:1'])
})

test('never sorts within a file: a late row goes where the file stood', async () => {
  expect(await told([fileOf(at(1, 10, 2, 3, 11)), fileOf(at(4, 9, 12))])).toEqual([
    '0:1',
    '1:4',
    '1:9',
    '0:10',
    '0:2',
    '0:3',
    '0:11',
    '1:12',
  ])
})

test('a row that cannot be read follows the row before it', async () => {
  expect(await told([fileOf(['bad', { at: 5 }, 'bad', { at: 9 }]), fileOf(at(1, 5, 6))])).toEqual([
    '0:bad',
    '1:1',
    '0:5',
    '0:bad',
    '1:5',
    '1:6',
    '0:9',
  ])
})

test('merges nothing, one file and an exhausted one', async () => {
  expect(await told([])).toEqual([])
  expect(await told([fileOf(at(1, 2))])).toEqual(['0:1', '0:2'])
  expect(await told([fileOf(at(1, 2)), fileOf(at(3))], [2, 0])).toEqual(['1:3'])
})

const row: fc.Arbitrary<Row> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      // Few different times: only ties tell whether a file's greatest time survives a restart.
      at: fc.integer({ min: 1, max: 6 }),
      topic: fc.constantFrom<SourceTopic>('ticks', 'klines', 'context'),
      key: fc.constantFrom('A', 'B'),
    }),
  },
  { weight: 1, arbitrary: fc.constant('bad' as const) },
)
const files = fc.array(fc.tuple(fc.array(row, { maxLength: 12 }), fc.integer({ min: 1, max: 4 })), {
  maxLength: 5,
})

test('keeps the order within each file and goes on the same from anywhere', async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.nat(60), async (specs, cut) => {
      const opened = specs.map(([rows, chunk]) => fileOf(rows, chunk))
      const whole = await merge(opened)
      for (const [index, [rows]] of specs.entries()) {
        const own = whole
          .filter(({ file }) => file === index)
          .map(({ item }) => ('eventMs' in item ? item.eventMs : 'bad'))
        expect(own).toEqual(rows.map((one) => (one === 'bad' ? 'bad' : one.at)))
      }
      const positions = specs.map(
        (_, index) => whole.slice(0, cut).filter(({ file }) => file === index).length,
      )
      expect(await merge(opened, positions)).toEqual(whole.slice(cut))
    }),
    { numRuns: 500 },
  )
})

test('tells the positions after each chunk', async () => {
  const long = Array.from({ length: 6_000 }, (_, index) => index)
  let files0 = 0
  let files1 = 0
  for await (const { files, positions } of mergeByTime(
    [fileOf(at(...long), 1_000), fileOf(at(...long), 999)],
    [],
  )) {
    for (const file of files) file === 0 ? files0++ : files1++
    expect(positions).toEqual([files0, files1])
  }
  expect([files0, files1]).toEqual([6_000, 6_000])
})

test('closes its files when it is left early', async () => {
  let closed = 0
  async function* read() {
    try {
      for (;;) yield [{ topic: 'ticks', key: 'A', eventMs: 1 } as SourceItem]
    } finally {
      closed++
    }
  }
  const file = { read, reachedMs: async () => 0 } as unknown as MarketFile
  for await (const _ of mergeByTime([file, file], [])) break
  expect(closed).toBe(2)
})
