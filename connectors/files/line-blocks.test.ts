import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { isGzip, lineBlocks, readFault } from './line-blocks.ts'
import { testFolder } from './testing/folder.ts'

const folder = testFolder()

async function blocksOf(path: string, gzip = false): Promise<string[]> {
  const blocks: string[] = []
  for await (const block of lineBlocks(path, gzip)) blocks.push(block.toString())
  return blocks
}

const longText = Array.from({ length: 60_000 }, (_, index) => `row ${index} of many`).join('\n')

for (const [name, gzip] of [
  ['plain', false],
  ['gzip', true],
] as const) {
  test(`cuts a large ${name} file at line ends only and loses nothing`, async () => {
    const path = folder.write(`long-${name}`, gzip ? gzipSync(longText) : longText)
    const blocks = await blocksOf(path, gzip)
    expect(blocks.length).toBeGreaterThan(3)
    expect(blocks.slice(0, -1).every((block) => block.endsWith('\n'))).toBe(true)
    expect(blocks.join('')).toBe(longText)
  })
}

test('reads several gzip members as one file', async () => {
  const path = folder.write('members', Buffer.concat([gzipSync('a\nb'), gzipSync('c\n')]))
  expect((await blocksOf(path, true)).join('')).toBe('a\nbc\n')
})

test('knows gzip by its magic bytes, not by its name', async () => {
  expect(await isGzip(folder.write('a.csv', gzipSync('x')))).toBe(true)
  expect(await isGzip(folder.write('a.csv.gz', 'x'))).toBe(false)
})

test('refuses a file that is one endless line', async () => {
  const path = folder.write('endless', Buffer.alloc(6 * 1_024 * 1_024, 'x'))
  await expect(blocksOf(path)).rejects.toMatchObject({ code: 'binary' })
})

test('says that a gzip file is cut off', async () => {
  const whole = gzipSync(longText)
  const path = folder.write('cut.gz', whole.subarray(0, whole.length - 100))
  await expect(blocksOf(path, true)).rejects.toMatchObject({ code: 'corrupt-gzip' })
})

test('says that a file is not there', async () => {
  await expect(blocksOf(`${folder.path}/nothing`)).rejects.toMatchObject({ code: 'not-found' })
  await expect(isGzip(`${folder.path}/nothing`)).rejects.toMatchObject({ code: 'not-found' })
})

test('names what else the system said', () => {
  const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })
  expect(readFault('a.csv', denied)).toMatchObject({ code: 'unreadable', path: 'a.csv' })
})
