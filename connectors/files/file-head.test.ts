import { expect, test } from 'vitest'
import { readFileHead } from './file-head.ts'
import { testFolder } from './testing/folder.ts'

const folder = testFolder()

test('gives the first lines without byte order mark and carriage returns', async () => {
  const path = folder.write('head.csv', '\uFEFFa,b\r\n1,2\r\n')
  expect((await readFileHead(path, false)).lines).toEqual(['a,b', '1,2', ''])
})

test('gives whole lines only of a large file', async () => {
  const path = folder.gzip('large.csv', 'abcdefg\n'.repeat(100_001))
  const { lines } = await readFileHead(path, true)
  expect(lines.length).toBeLessThan(100_001)
  expect(lines.every((line) => line === 'abcdefg')).toBe(true)
})

const refused: readonly [string, Buffer, string, RegExp][] = [
  ['empty', Buffer.alloc(0), 'empty', /is empty/],
  ['zip', Buffer.from('PK\x03\x04rest'), 'binary', /is a zip archive.*Unpack it/],
  ['utf16', Buffer.from('\uFEFFopen_time', 'utf16le'), 'binary', /UTF-16.*UTF-8/],
  ['parquet', Buffer.from('PAR1\x00\x00'), 'binary', /Parquet/],
  [
    'garbage',
    Buffer.from(Array.from({ length: 999 }, (_, at) => (at * 37) % 256)),
    'binary',
    /binary data/,
  ],
]
for (const [name, content, code, words] of refused) {
  test(`refuses a file that is ${name}`, async () => {
    const path = folder.write(name, content)
    const error = await readFileHead(path, false).catch((fault: unknown) => fault)
    expect(error).toMatchObject({ code, path, message: expect.stringMatching(words) })
  })
}
