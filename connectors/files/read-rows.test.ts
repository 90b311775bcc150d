import { expect, test } from 'vitest'
import { readRows } from './read-rows.ts'
import type { RowReader } from './row-reader.ts'
import type { SourceItem, SourceRecord } from './source-record.ts'
import { testFolder } from './testing/folder.ts'
import { allOf } from './testing/items.ts'

const folder = testFolder()
const dayMs = 86_400_000

/** Reads `b` as a bad row, `s` as one to leave out, and a number as an event time in days. */
const reader: RowReader = {
  skipped: new Map(),
  read(block, start, end) {
    const text = block.toString('utf8', start, end)
    if (text === 's') return null
    if (text.startsWith('b')) return 'is bad'
    return { eventMs: Number(text) * dayMs } as SourceRecord
  },
}

function told(items: readonly SourceItem[]): string[] {
  return items.map((item) =>
    'bad' in item ? `${item.line}:${item.bytes} ${item.reason}` : String(item.eventMs / dayMs),
  )
}

async function read(content: string, fromRecord = 0, headerLines = 1): Promise<string[]> {
  const path = folder.write('rows', content)
  return told(await allOf(readRows({ path, gzip: false, headerLines, reader }, fromRecord)))
}

test('passes header, comments and empty lines over and counts them as lines', async () => {
  expect(await read('header\n#x\n\n1\nbad\n2')).toEqual(['1', '5:bad is bad', '2'])
})

test('reads a file without header, with carriage returns and a byte order mark', async () => {
  expect(await read('\uFEFF1\r\nb\r\n\r\n2\r\n', 0, 0)).toEqual(['1', '2:b is bad', '2'])
})

test('counts bad rows as positions and rows left out as none', async () => {
  const content = 'h\n1\ns\nb\n2\ns\n3\n'
  const whole = await read(content)
  expect(whole).toEqual(['1', '4:b is bad', '2', '3'])
  for (let from = 0; from <= whole.length; from++) {
    expect(await read(content, from)).toEqual(whole.slice(from))
  }
})

test('makes a bad row of a time far ahead, wherever reading starts', async () => {
  const content = 'h\n1\n400\nb\n2\n'
  const whole = ['1', "3:400 its time is 398 days ahead of the next row's", '4:b is bad', '2']
  for (let from = 0; from <= whole.length; from++) {
    expect(await read(content, from)).toEqual(whole.slice(from))
  }
})

test('holds no more than a limit back while a row is undecided', async () => {
  const content = `h\n1\n${'b\n'.repeat(250_000)}0.5\n`
  const path = folder.write('undecided', content)
  const sizes: number[] = []
  for await (const chunk of readRows({ path, gzip: false, headerLines: 1, reader }, 0))
    sizes.push(chunk.length)
  expect(sizes.length).toBeGreaterThan(1)
  expect(sizes.reduce((sum, size) => sum + size)).toBe(250_002)
})
