import { expect, test } from 'vitest'
import type { Candle } from '../../schemas/contracts.generated.ts'
import { supertrend } from './supertrend.ts'
import { smoothed, trueRanges } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('supertrend holds its line until a close goes through it, then turns to the other side', () => {
  // Ranges of one and moves of one half: true ranges of one.
  const run = runIndicator(supertrend(2, 1), closesOf([100, 100.5, 101, 100.5, 100, 99.5, 99]))
  expect(run.supertrend_direction).toEqual([null, null, 1, 1, 1, -1, -1])
  expect(run.supertrend).toEqual([null, null, 100, 100, 100, 100.5, 100])
})

test('supertrend of a flat price is the price, and begins as up', () => {
  const run = runIndicator(supertrend(10, 3), flatCandles(30))
  expect(run.supertrend?.slice(10)).toEqual(Array.from({ length: 20 }, () => 100))
  expect(run.supertrend_direction?.slice(10)).toEqual(Array.from({ length: 20 }, () => 1))
})

// The golden file has 0 for the direction before the first value; the line says it as well.
describeGolden('supertrend(10, 3)', supertrend(10, 3), [
  { name: 'supertrend', function: 'SUPERTREND', output: 'supertrend' },
])

describeStock('supertrend(10, 3)', supertrend(10, 3), [
  { name: 'supertrend', file: 'supertrend', column: 'superTrend' },
])

describeProperties('supertrend(10, 3)', supertrend(10, 3), (candles) => {
  const ranges = smoothed(trueRanges(candles).slice(1), 10, 1 / 10)
  const bands = bandsOf(candles.slice(1), ranges, candles[0]?.close ?? 0)
  const lines = [null, ...bands.map((band) => band && (band.rising ? band.lower : band.upper))]
  const directions = [null, ...bands.map((band) => band && (band.rising ? 1 : -1))]
  return {
    supertrend: lines.slice(0, candles.length),
    supertrend_direction: directions.slice(0, candles.length),
  }
})

interface Bands {
  readonly rising: boolean
  readonly upper: number
  readonly lower: number
}

function bandsOf(
  candles: readonly Candle[],
  ranges: readonly (number | null)[],
  firstClose: number,
): (Bands | null)[] {
  const all: (Bands | null)[] = []
  candles.forEach(({ high, low, close }, index) => {
    const range = ranges[index] ?? null
    if (range === null) {
      all.push(null)
      return
    }
    const previousClose = candles[index - 1]?.close ?? firstClose
    const basic = { upper: (high + low) / 2 + 3 * range, lower: (high + low) / 2 - 3 * range }
    const before = all.at(-1) ?? { rising: true, ...basic }
    const upper = previousClose > before.upper ? basic.upper : Math.min(basic.upper, before.upper)
    const lower = previousClose < before.lower ? basic.lower : Math.max(basic.lower, before.lower)
    all.push({ rising: before.rising ? close >= lower : close > upper, upper, lower })
  })
  return all
}
