import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aroon } from './aroon.ts'
import { rolling } from './testing/batch.ts'
import { describeGolden, expectSameSeries, stockCandles, stockSeries } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator, type Series } from './testing/series.ts'

test('aroon tells how new the extremes are', () => {
  const run = runIndicator(aroon(4), closesOf([5, 9, 1, 3, 4, 4, 2]))
  expect(run.aroon_up_25).toEqual([null, null, null, null, 25, 0, 75])
  expect(run.aroon_down_25).toEqual([null, null, null, null, 50, 25, 0])
  expect(run.aroon_oscillator_25).toEqual([null, null, null, null, -25, -25, 75])
})

test('aroon takes the newest of equal extremes', () => {
  const run = runIndicator(aroon(2), flatCandles(4))
  expect(run.aroon_up_25).toEqual([null, null, 100, 100])
  expect(run.aroon_oscillator_25).toEqual([null, null, 0, 0])
})

describeGolden('aroon(14)', aroon(14), [
  { name: 'aroon_up_25', function: 'AROON', output: 'aroonup' },
  { name: 'aroon_down_25', function: 'AROON', output: 'aroondown' },
  { name: 'aroon_oscillator_25', function: 'AROONOSC', output: 'real' },
])

// Its file has equal extremes, which theirs counts from the oldest: those bars are left out.
const stockFolder = new URL('../../../shared/data/golden/stock-indicators/', import.meta.url)

test.skipIf(!existsSync(stockFolder))('aroon(25) is that of Stock.Indicators without ties', () => {
  const run = runIndicator(aroon(25), stockCandles())
  const clear = (name: 'high' | 'low', extreme: (...values: number[]) => number) =>
    rolling(stockCandles(), 26, (window) => {
      const values = window.map((candle) => candle[name])
      return values.indexOf(extreme(...values)) === values.lastIndexOf(extreme(...values))
        ? 1
        : null
    })
  const up = clear('high', Math.max)
  const down = clear('low', Math.min)
  const where = (known: Series, series: Series = []) =>
    series.map((value, index) => (known[index] === null ? null : value))
  expect(up.filter((value) => value !== null).length).toBeGreaterThan(450)
  expectSameSeries('up', where(up, run.aroon_up_25), where(up, stockSeries('aroon', 'aroonUp')))
  expectSameSeries(
    'down',
    where(down, run.aroon_down_25),
    where(down, stockSeries('aroon', 'aroonDown')),
  )
})

describeProperties('aroon(25)', aroon(25), (candles) => {
  const newest = (values: readonly number[], extreme: number) => 4 * values.lastIndexOf(extreme)
  const up = rolling(
    candles.map((candle) => candle.high),
    26,
    (highs) => newest(highs, Math.max(...highs)),
  )
  const down = rolling(
    candles.map((candle) => candle.low),
    26,
    (lows) => newest(lows, Math.min(...lows)),
  )
  return {
    aroon_up_25: up,
    aroon_down_25: down,
    aroon_oscillator_25: up.map((value, index) =>
      value === null ? null : value - (down[index] ?? 0),
    ),
  }
})
