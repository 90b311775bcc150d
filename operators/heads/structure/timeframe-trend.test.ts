import { expect, test } from 'vitest'
import { findSwings } from '../swings.ts'
import { type Bar, candlesOf, legs, mirrored } from '../testing/chart.ts'
import { readTrend, readTrendOnce } from './timeframe-trend.ts'

const read = (bars: readonly Bar[]) => {
  const candles = candlesOf(bars, '1h')
  return readTrend(candles, findSwings(candles, 3), 3, 2)
}
const rise = legs(98, [104, 6], [102, 5], [107, 6], [105, 5], [108, 5])

test('a timeframe rises by its steps and by its last break, and falls upside down', () => {
  expect(read(rise)).toMatchObject({ steps: 1, structure: { trend: 1 }, score: 1 })
  expect(read(mirrored(rise, 100)).score).toBe(-1)
})

test('small steps count for their size', () => {
  expect(read(legs(98, [104, 6], [102, 5], [105.5, 6], [103.5, 5], [107, 5])).steps).toBe(0.5)
})

test('highs that rise over lows that fall leave the last break alone to speak', () => {
  const widening = legs(100, [103, 6], [99, 6], [105, 8], [97, 8], [107, 8], [102, 6])
  expect(read(widening)).toMatchObject({ steps: 0, structure: { trend: 1 }, score: 0.5 })
})

test('a trend is read once for the same swings and range, and again for others', () => {
  const candles = candlesOf(rise, '1h')
  const swings = findSwings(candles, 3)
  const first = readTrendOnce(candles, swings, 3, 2)
  expect(first).toEqual(readTrend(candles, swings, 3, 2))
  expect(readTrendOnce(candles, swings, 3, 2)).toBe(first)
  expect(readTrendOnce(candles, swings, 3, 9)).toEqual(readTrend(candles, swings, 3, 9))
  const fewer = candles.slice(0, -4)
  const before = findSwings(fewer, 3)
  expect(readTrendOnce(fewer, before, 3, 2)).toEqual(readTrend(fewer, before, 3, 2))
})
