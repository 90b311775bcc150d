import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { castVotes } from '../operators/heads/catalogue.ts'
import { draw } from '../operators/heads/testing/chart.ts'
import { headIds } from '../operators/trading/trading-settings.ts'
import { headIdsWith, loadOwnHeads, ownHeadFaults, readOwnHead } from './own-heads.ts'

const flat = `{ direction: 'FLAT', probability: 0.5, confidence: 0.5, reasons: ['quiet'] }`

describe('files with heads of one’s own', () => {
  let folder: string
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return `./${name}`
  }
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'own-heads-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('are named behind the nine', () => {
    expect(headIdsWith([])).toBe(headIds)
    expect(headIdsWith(['./my-head.ts', 'lib/other.js'])).toEqual([
      ...headIds,
      'HEAD_MY_HEAD',
      'HEAD_OTHER',
    ])
  })

  test('are refused where two have one name, or one has a name that is taken', () => {
    expect(() => headIdsWith(['a/my-head.ts', 'b/my-head.ts'])).toThrow(
      'b/my-head.ts: there is a HEAD_MY_HEAD already',
    )
    expect(() => headIdsWith(['./c.ts'])).toThrow('there is a HEAD_C already')
    expect(() => headIdsWith(['./MyHead.ts'])).toThrow('must be named like my-head.ts')
  })

  test('are loaded, with a version that follows their text', async () => {
    const file = write('quiet.mjs', `export const vote = () => (${flat})`)
    const [head] = await loadOwnHeads([file], folder)
    if (head === undefined) throw new Error('nothing was loaded')
    const [vote] = castVotes(draw({}), [head])
    expect(vote).toMatchObject({ head: 'HEAD_QUIET', validity: 'OK', reasons: ['quiet'] })
    expect(vote?.model_version).toMatch(/^quiet-[0-9a-f]{8}$/)
    const before = readOwnHead(file, folder).version
    write('quiet.mjs', `export const vote = () => (${flat}) // a word more`)
    expect(readOwnHead(file, folder).version).not.toBe(before)
  })

  test('are refused by name where there is none, or none that votes', async () => {
    await expect(loadOwnHeads(['./absent.ts'], folder)).rejects.toThrow('there is no file')
    const file = write('no-vote.mjs', 'export const votes = 1')
    await expect(loadOwnHeads([file], folder)).rejects.toThrow(
      'no-vote.mjs must export a function named vote',
    )
  })

  const impure = [
    ['a clock', 'export const vote = () => Date.now()', 'Date.now'],
    ['chance', 'export const vote = () => Math.random()', 'Math.random'],
    [
      'files',
      `import { readFileSync } from 'node:fs'\nexport const vote = readFileSync`,
      'package node:fs',
    ],
    ['other code', `import { x } from './x.ts'\nexport const vote = x`, 'code of ./x.ts'],
    ['a memory', 'let seen = 0\nexport const vote = () => seen++', 'a variable between calls'],
    ['inexact mathematics', 'export const vote = () => Math.exp(1)', 'Math.exp'],
    ['the environment', 'export const vote = () => process.env.X', 'process'],
  ] as const
  test.each(impure)('are refused with %s', async (_, text, fault) => {
    expect(ownHeadFaults(text)).toContain(fault)
    const file = write('impure.mjs', text)
    await expect(loadOwnHeads([file], folder)).rejects.toThrow(
      `impure.mjs is not pure, so that a replay would not be what was live: ${fault}`,
    )
  })

  test('may import types and have variables within their functions', () => {
    const text = `import type { HeadInput } from 'alphapulse/heads'
import type { Mine } from './mine.ts'
export function vote(input: HeadInput) {
  let sum = 0
  for (const candle of input.candles['15m'] ?? []) sum += candle.close
  return ${flat}
}`
    expect(ownHeadFaults(text)).toEqual([])
  })
})
