import { expect, test } from 'vitest'
import { macd } from './macd.ts'
import { closes, smoothed } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { flatCandles, runIndicator } from './testing/series.ts'

test('macd begins with its signal and is 0 on a flat price', () => {
  const run = runIndicator(macd(2, 3, 2), flatCandles(5))
  expect(run.macd).toEqual([null, null, null, 0, 0])
  expect(run.macd_histogram).toEqual([null, null, null, 0, 0])
})

describeGolden('macd(12, 26, 9)', macd(12, 26, 9), [
  { name: 'macd', function: 'MACD', output: 'macd' },
  { name: 'macd_signal', function: 'MACD', output: 'macdsignal' },
  { name: 'macd_histogram', function: 'MACD', output: 'macdhist' },
])

describeProperties('macd(12, 26, 9)', macd(12, 26, 9), (candles) => {
  const slow = smoothed(closes(candles), 26, 2 / 27)
  const fast = smoothed(closes(candles), 12, 2 / 13, 26 - 12)
  const line = slow.map((value, index) => (value === null ? 0 : (fast[index] ?? 0) - value))
  const signal = smoothed(line, 9, 2 / 10, 25)
  const known = line.map((value, index) => ((signal[index] ?? null) === null ? null : value))
  return {
    macd: known,
    macd_signal: signal,
    macd_histogram: known.map((v, index) => (v === null ? null : v - (signal[index] ?? 0))),
  }
})
