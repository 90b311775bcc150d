import { expect, test } from 'vitest'
import type { SourceItem } from './source-record.ts'
import { TimeJumps } from './time-jumps.ts'

const dayMs = 86_400_000

/** The indexes of the rows found guilty. */
function guilty(...days: readonly number[]): number[] {
  const jumps = new TimeJumps()
  const chunk: SourceItem[] = []
  for (const day of days) {
    const eventMs = day * dayMs
    if (jumps.see(eventMs, chunk)) {
      jumps.accuse(eventMs, {
        slot: chunk.length,
        instead: { bad: true, reason: '', line: 0, bytes: Buffer.alloc(0) },
      })
    }
    chunk.push({ eventMs } as SourceItem)
  }
  return chunk.flatMap((item, index) => ('bad' in item ? [index] : []))
}

const cases: readonly [string, readonly number[], readonly number[]][] = [
  ['an even series', [100, 100.1, 100.2], []],
  ['a gap of a month', [100, 130, 130.1], []],
  ['two gaps in a row', [100, 130, 160, 160.1], []],
  ['one row a year ahead', [100, 465, 100.1, 100.2], [1]],
  ['a first row a year ahead', [465, 100, 100.1], [0]],
  ['two such rows apart', [100, 465, 100.1, 500, 100.2], [1, 3]],
  ['a late row', [100, 100.2, 50, 100.3], []],
  ['a last row far ahead', [100, 465], []],
  ['rows in falling order', [100, 99.5, 99], []],
]
for (const [name, days, indexes] of cases) {
  test(`finds ${indexes.length} guilty rows in ${name}`, () => {
    expect(guilty(...days)).toEqual(indexes)
  })
}

test('says how far ahead the row was', () => {
  const jumps = new TimeJumps()
  const chunk = [{} as SourceItem]
  jumps.see(465 * dayMs, chunk)
  jumps.accuse(465 * dayMs, {
    slot: 0,
    instead: { bad: true, reason: '', line: 3, bytes: Buffer.alloc(0) },
  })
  expect(jumps.undecided).toBe(true)
  jumps.see(100 * dayMs, chunk)
  expect(jumps.undecided).toBe(false)
  expect(chunk[0]).toMatchObject({
    line: 3,
    reason: "its time is 365 days ahead of the next row's",
  })
})

test('an acquitted row counts as the greatest time', () => {
  const jumps = new TimeJumps()
  jumps.accuse(465 * dayMs, {
    slot: -1,
    instead: { bad: true, reason: '', line: 0, bytes: Buffer.alloc(0) },
  })
  jumps.acquit()
  expect(jumps.see(465.5 * dayMs, [])).toBe(false)
})
