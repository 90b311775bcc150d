import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Candle } from '../../../schemas/contracts.generated.ts'
import type { FeatureName, Indicator } from '../indicator.ts'
import { candlesOf, runIndicator, type Series } from './series.ts'

/** Beside the project, never in it; see the data folder's README. */
const folder = new URL('../../../../shared/data/', import.meta.url)
const goldenFile = new URL('golden/talib_btcusdt_1h_600.json.gz', folder)
const candleFile = new URL('klines_1h/binance_spot_BTCUSDT_1h_2024.csv.gz', folder)
const stockFolder = new URL('golden/stock-indicators/', folder)
const tolerance = 1e-9

interface GoldenFunction {
  readonly lookback: number
  readonly out: { readonly [output: string]: Series }
}

/** One of our features and the function and output of TA-Lib that it must equal. */
export interface GoldenPair {
  readonly name: FeatureName
  readonly function: string
  readonly output: string
}

/** One of our features and the file and column of Stock.Indicators that it must equal. */
export interface StockPair {
  readonly name: FeatureName
  /** `supertrend`: its file without the ending. */
  readonly file: string
  readonly column: string
}

function unzip(url: URL): string {
  return gunzipSync(readFileSync(url)).toString('utf8')
}

export function goldenCandles(): readonly Candle[] {
  const [, ...lines] = unzip(candleFile).split('\n')
  const rows = lines.slice(0, 600).map((line) => line.split(',').map(Number))
  return candlesOf(
    rows.map(([, open = 0, high = 0, low = 0, close = 0, volume = 0]) => ({
      open,
      high,
      low,
      close,
      volume,
    })),
    rows[0]?.[0] ?? 0,
  )
}

export function closeEnough(was: number, expected: number, scale: number): boolean {
  return Math.abs(was - expected) <= tolerance * Math.max(Math.abs(expected), scale)
}

/** Same nulls, and numbers equal within 1e-9 of the larger of the value and the series' largest. */
export function expectSameSeries(name: string, was: Series | undefined, expected: Series): void {
  const scale = expected.reduce((most: number, value) => Math.max(most, Math.abs(value ?? 0)), 0)
  expect(was?.length, name).toBe(expected.length)
  expected.forEach((value, index) => {
    const ours = was?.[index] ?? null
    const same = value === null || ours === null ? value === ours : closeEnough(ours, value, scale)
    if (!same) expect.fail(`${name}[${index}] was ${ours}, expected ${value}`)
  })
}

/** Compares an indicator, set to the file's own parameters, with what TA-Lib computed on the same rows. */
export function describeGolden(
  what: string,
  indicator: Indicator,
  pairs: readonly GoldenPair[],
): void {
  const present = existsSync(goldenFile) && existsSync(candleFile)
  const reason = present ? '' : ' (SKIPPED: ../shared/data/golden is absent)'
  describe.skipIf(!present)(`${what} against TA-Lib${reason}`, () => {
    for (const pair of pairs) {
      test(`${pair.name} equals ${pair.function}.${pair.output}`, () => {
        const functions = JSON.parse(unzip(goldenFile)).functions as {
          readonly [name: string]: GoldenFunction
        }
        const golden = functions[pair.function]
        const expected = golden?.out[pair.output] ?? []
        expectSameSeries(pair.name, runIndicator(indicator, goldenCandles())[pair.name], expected)
        expect(indicator.warmUp).toBe((golden?.lookback ?? 0) + 1)
      })
    }
  })
}

/** The 502 daily bars that Stock.Indicators computed its results on. */
export function stockCandles(): readonly Candle[] {
  const [, ...lines] = readFileSync(new URL('quotes/default.csv', stockFolder), 'utf8').split('\n')
  const rows = lines
    .filter((line) => line !== '')
    .map((line) => line.split(',').slice(1).map(Number))
  return candlesOf(
    rows.map(([open = 0, high = 0, low = 0, close = 0, volume = 0]) => ({
      open,
      high,
      low,
      close,
      volume,
    })),
  )
}

export function stockSeries(file: string, column: string): Series {
  const url = new URL(`results/${file}.standard.json`, stockFolder)
  const rows = JSON.parse(readFileSync(url, 'utf8')) as readonly { [column: string]: unknown }[]
  return rows.map((row) => {
    const value = row[column]
    if (typeof value === 'number' || value === null) return value
    throw new TypeError(`${file}: column '${column}' was ${typeof value}`)
  })
}

/**
 * Compares an indicator with what Stock.Indicators computed on the same bars. `from` leaves out what comes
 * before that bar, where its warm-up differs from ours; say in the test why.
 */
export function describeStock(
  what: string,
  indicator: Indicator,
  pairs: readonly StockPair[],
  from = 0,
): void {
  const present = existsSync(stockFolder)
  const reason = present ? '' : ' (SKIPPED: ../shared/data/golden is absent)'
  describe.skipIf(!present)(`${what} against Stock.Indicators${reason}`, () => {
    for (const { name, file, column } of pairs) {
      test(`${name} equals ${column} of ${file}`, () => {
        const ours = runIndicator(indicator, stockCandles())[name]?.slice(from)
        expectSameSeries(name, ours, stockSeries(file, column).slice(from))
      })
    }
  })
}
