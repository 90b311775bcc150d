import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { goldenCandles } from '../features/testing/golden.ts'
import { patterns } from './catalogue.ts'
import { recognise } from './recognise.ts'

/** Beside the project, never in it; see the data folder's README. */
const folder = new URL('../../../shared/data/', import.meta.url)
const goldenFile = new URL('golden/talib_btcusdt_1h_600.json.gz', folder)
const candleFile = new URL('klines_1h/binance_spot_BTCUSDT_1h_2024.csv.gz', folder)
const present = existsSync(goldenFile) && existsSync(candleFile)
const reason = present ? '' : ' (SKIPPED: ../shared/data/golden is absent)'

/** As many as the heads are given. */
const window = 120

interface GoldenPattern {
  readonly lookback: number
  /** The scores by row; rows without one are absent. */
  readonly out: { readonly integer: { readonly [row: string]: number } }
}

function readGolden(): { readonly [name: string]: GoldenPattern } {
  return JSON.parse(gunzipSync(readFileSync(goldenFile)).toString('utf8')).functions
}

/**
 * Functions that could give scores which these 600 hours do not have. The tests beside the patterns draw candles for
 * them, by TA-Lib's definitions.
 */
const neverThere: { readonly [name: string]: readonly number[] } = {
  CDL2CROWS: [-100],
  CDL3BLACKCROWS: [-100],
  CDL3LINESTRIKE: [100],
  CDL3STARSINSOUTH: [100],
  CDL3WHITESOLDIERS: [100],
  CDLABANDONEDBABY: [-100, 100],
  CDLBREAKAWAY: [-100, 100],
  CDLCONCEALBABYSWALL: [100],
  CDLCOUNTERATTACK: [-100, 100],
  CDLDARKCLOUDCOVER: [-100],
  CDLDOJISTAR: [100],
  CDLEVENINGDOJISTAR: [-100],
  CDLGAPSIDESIDEWHITE: [-100, 100],
  CDLHIKKAKEMOD: [-200, -100, 100, 200],
  CDLHOMINGPIGEON: [100],
  CDLIDENTICAL3CROWS: [-100],
  CDLINNECK: [-100],
  CDLKICKING: [-100, 100],
  CDLKICKINGBYLENGTH: [-100, 100],
  CDLLADDERBOTTOM: [100],
  CDLMATHOLD: [100],
  CDLMORNINGDOJISTAR: [100],
  CDLONNECK: [-100],
  CDLPIERCING: [100],
  CDLRISEFALL3METHODS: [-100, 100],
  CDLSEPARATINGLINES: [-100],
  CDLSTICKSANDWICH: [100],
  CDLTASUKIGAP: [-100, 100],
  CDLTHRUSTING: [-100],
  CDLTRISTAR: [-100, 100],
  CDLUNIQUE3RIVER: [100],
  CDLUPSIDEGAP2CROWS: [-100],
  CDLXSIDEGAP3METHODS: [-100, 100],
}

describe.skipIf(!present)(`candlestick patterns against TA-Lib${reason}`, () => {
  test('every function scores every one of 600 rows as TA-Lib does, from a window of 120', () => {
    const golden = readGolden()
    const candles = goldenCandles()
    expect(candles).toHaveLength(600)
    candles.forEach((_, row) => {
      const found = recognise(candles.slice(Math.max(0, row + 1 - window), row + 1))
      const scores = new Map(found.map(({ pattern, score }) => [pattern.function, score]))
      for (const { function: name } of patterns) {
        const ours = scores.get(name) ?? 0
        const theirs = golden[name]?.out.integer[row] ?? 0
        if (ours !== theirs) expect.fail(`${name}[${row}] was ${ours}, TA-Lib ${theirs}`)
      }
    })
  })

  test('the catalogue has every CDL function, in order, with the look-back of TA-Lib', () => {
    const theirs = Object.entries(readGolden())
      .filter(([name]) => name.startsWith('CDL'))
      .map(([name, { lookback }]) => [name, lookback])
    expect(patterns.map(({ function: name, lookback }) => [name, lookback])).toEqual(theirs)
    expect(theirs).toHaveLength(61)
  })

  test('the rows have no score that is listed as never there, and some score of every other function', () => {
    for (const [name, { out }] of Object.entries(readGolden())) {
      if (!name.startsWith('CDL')) continue
      const there = new Set(Object.values(out.integer))
      for (const score of neverThere[name] ?? []) expect(there.has(score), name).toBe(false)
      if (!(name in neverThere)) expect(there.size, name).toBeGreaterThan(0)
    }
  })
})
