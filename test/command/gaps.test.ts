import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gapsOfFile, type SeriesGaps } from '../../cli/gap-reports.ts'
import { dataFolder, haveData, whereAbsent } from '../replay/market-data.ts'
import { alphapulse, newFolder, writeKlines } from './run-command.ts'

describe('the gaps command', () => {
  let cwd: string
  let data: string
  beforeAll(() => {
    cwd = newFolder()
    data = writeKlines(cwd)
    const lines = readFileSync(data, 'utf8').split('\n')
    // Minutes 100 to 109 and 2,000 to 2,099; the first line is the header.
    lines.splice(2_001, 100)
    lines.splice(101, 10)
    writeFileSync(data, lines.join('\n'))
  })
  afterAll(() => rmSync(cwd, { recursive: true }))
  const gapsIn = (out: string) =>
    JSON.parse(out) as { readonly missing: number; readonly series: readonly SeriesGaps[] }

  test('tells what is missing in a file, and what was replayed of it the same', async () => {
    const ofFile = await alphapulse(cwd, 'gaps', '--data', data, '--json')
    expect(ofFile.code, ofFile.err).toBe(0)
    const { missing, series } = gapsIn(ofFile.out)
    expect(missing).toBe(110)
    expect(series).toMatchObject([
      { symbol: 'BTCUSDT', timeframe: '1m', count: 2_770, missing: 110, severity: 'moderate' },
    ])
    expect(series[0]?.spans.map((span) => span.missing)).toEqual([10, 100])

    const replayed = await alphapulse(cwd, 'replay', '--data', data, '--data-dir', 'folder')
    expect(replayed.code, replayed.err).toBe(0)
    const ofTables = gapsIn((await alphapulse(cwd, 'gaps', '--data-dir', 'folder', '--json')).out)
    expect(ofTables.missing).toBe(110)
    expect(ofTables.series).toEqual(series.map((one) => ({ ...one, from: 'candles' })))
  })

  test('says it to a person, the newest spans first to be seen', async () => {
    const { out } = await alphapulse(cwd, 'gaps', '--data', data, '--last', '1')
    expect(out).toContain('2,770 candles, 110 missing in 2 spans, coverage 96.2 %, moderate')
    expect(out).toContain('the newest 1:')
    expect(out).toMatch(/2025-05-05 09:20 to 2025-05-05 10:59 {5}100 missing/)
    expect(out).not.toContain('2025-05-04 01:40')
  })

  test('refuses a symbol that is not there', async () => {
    const { code, err } = await alphapulse(
      cwd,
      'gaps',
      '--data-dir',
      'folder',
      '--symbol',
      'ETHUSDT',
    )
    expect([code, err]).toEqual([1, expect.stringContaining('there are no candles of ETHUSDT')])
  })
})

describe.skipIf(!haveData)(`gaps of real candles${whereAbsent}`, () => {
  test('are 717 minutes of the gappy file and 128 hours of seven years', async () => {
    const [minutes] = await gapsOfFile(
      `${dataFolder}klines_1m/freqtrade_UNITTEST_BTC_1m_gappy.csv.gz`,
    )
    expect(minutes).toMatchObject({ count: 13_681, missing: 717, repeated: 0, offGrid: 0 })
    const [hours] = await gapsOfFile(
      `${dataFolder}klines_1h/binance_spot_BTCUSDT_1h_2017-2024.csv.gz`,
    )
    expect(hours).toMatchObject({ count: 58_419, missing: 128, severity: 'severe' })
  })
})
