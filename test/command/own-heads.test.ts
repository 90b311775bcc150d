import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { alphapulse, newFolder, writeKlines } from './run-command.ts'

const head = `export function vote({ candles }) {
  const [before, now] = candles['15m'].slice(-2)
  if (now === undefined) return { validity: 'WARMING', reason: 'one candle' }
  const direction = now.close > before.close ? 'LONG' : 'SHORT'
  return { direction, probability: 0.7, confidence: 0.8, reasons: ['the last candle'] }
}
`

describe('a head of one’s own, from outside', () => {
  let cwd: string
  let data: string
  beforeAll(() => {
    cwd = newFolder()
    data = writeKlines(cwd)
    writeFileSync(join(cwd, 'last-candle.mjs'), head)
    writeFileSync(join(cwd, 'alphapulse.config.json'), '{"heads": ["./last-candle.mjs"]}')
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  test('is checked, votes beside the nine, has its weight, and belongs to its folder', async () => {
    const check = await alphapulse(cwd, 'check-head', 'last-candle.mjs', '--data', data)
    expect(check.code, check.err).toBe(0)
    expect(check.out).toMatch(
      /last-candle, version [0-9a-f]{8}, votes as HEAD_LAST_CANDLE\npure {5}yes/,
    )

    const replay = await alphapulse(cwd, 'replay', '--data', data, '--data-dir', 'folder')
    expect(replay.code, replay.err).toBe(0)
    expect(replay.out).toMatch(/I 0\.100 {2}last-candle 0\.100/)

    const asked = await alphapulse(
      cwd,
      'sql',
      '--data-dir',
      'folder',
      '--format',
      'TSV',
      `SELECT head, count() AS cast, countIf(validity = 'OK') AS valid FROM head_votes WHERE head IN ('HEAD_A', 'HEAD_LAST_CANDLE') GROUP BY head ORDER BY head`,
    )
    expect(asked.code, asked.err).toBe(0)
    expect(asked.out).toMatch(/^HEAD_A\t192\t\d+\nHEAD_LAST_CANDLE\t192\t191\n$/)

    const set = await alphapulse(cwd, 'weights', 'set', 'HEAD_OTHER=0.2', '--data-dir', 'folder')
    expect(set.err).toContain('heads are HEAD_A,')
    expect(set.err).toContain('HEAD_LAST_CANDLE')

    writeFileSync(join(cwd, 'alphapulse.config.json'), '{}')
    const without = await alphapulse(cwd, 'replay', '--data', data, '--data-dir', 'folder')
    expect(without.code).toBe(1)
    expect(without.err).toContain('heads')
  })
})
