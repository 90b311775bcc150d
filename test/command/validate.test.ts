import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CandleReport } from '../../operators/validation/candle-report.ts'
import type { ColumnDrift } from '../../operators/validation/drift.ts'
import { alphapulse, newFolder, writeKlines } from './run-command.ts'

describe('the validate command', () => {
  let cwd: string
  let whole: string
  let broken: string
  beforeAll(() => {
    cwd = newFolder()
    whole = writeKlines(cwd)
    const lines = readFileSync(whole, 'utf8').trimEnd().split('\n')
    lines.splice(1_001, 5)
    // A high below the close.
    lines[2_000] = (lines[2_000] as string).replace(/^(\d+,[\d.]+),[\d.]+/, '$1,1.00')
    broken = join(cwd, 'binance_usdm_BTCUSDT_1m_broken.csv')
    writeFileSync(broken, `${lines.join('\n')}\n`)
  })
  afterAll(() => rmSync(cwd, { recursive: true }))

  test('finds nothing in a whole file, and no drift from itself', async () => {
    const { code, out } = await alphapulse(
      cwd,
      'validate',
      '--data',
      whole,
      '--reference',
      whole,
      '--json',
    )
    expect(code).toBe(0)
    const { candles, valid, drift } = JSON.parse(out) as CandleReport & {
      drift: readonly ColumnDrift[]
    }
    expect([candles, valid]).toEqual([2_880, true])
    expect(drift.map(({ column, drifted }) => [column, drifted])).toEqual([
      ['change of close, %', false],
      ['range, % of close', false],
      ['volume', false],
      ['trades', false],
    ])
  })

  test('tells each rule that is broken, where, and ends with an error code', async () => {
    const { code, out } = await alphapulse(cwd, 'validate', '--data', broken)
    expect(code).toBe(1)
    expect(out).toContain('2,875 candles, 2 of 9 rules broken')
    expect(out).toMatch(/ohlc +1\n +row \d+, 2025-05-05 .*: high 1 is below open/)
    expect(out).toMatch(
      /gap +2\n +row 1001, 2025-05-04 16:45 UTC: 5 candles are missing before it\n.*1 candle is missing before it/,
    )
  })
})
