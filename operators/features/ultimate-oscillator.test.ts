import { expect, test } from 'vitest'
import { rolling, sum, trueRanges } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, flatCandles, runIndicator } from './testing/series.ts'
import { ultimateOscillator } from './ultimate-oscillator.ts'

const name = 'ultimate_oscillator'

test('the ultimate oscillator is 100 where each candle closed at its high, 0 without a range', () => {
  const rows = [1, 2, 3, 4].map((open) => ({
    open,
    high: open + 1,
    low: open,
    close: open + 1,
    volume: 1,
  }))
  const rising = runIndicator(ultimateOscillator(name, 1, 2, 3), candlesOf(rows))
  expect(rising[name]).toEqual([null, null, null, 100])
  expect(runIndicator(ultimateOscillator(name, 1, 2, 3), flatCandles(4))[name]?.[3]).toBe(0)
})

const standard = ultimateOscillator(name, 7, 14, 28)

describeGolden('ultimateOscillator(7, 14, 28)', standard, [
  { name, function: 'ULTOSC', output: 'real' },
])

describeStock('ultimateOscillator(7, 14, 28)', standard, [{ name, file: 'uo', column: 'ultimate' }])

describeProperties('ultimateOscillator(7, 14, 28)', standard, (candles) => {
  const ranges = trueRanges(candles)
  const parts = candles.map(({ low, close }, index) => ({
    pressure: close - Math.min(low, candles[index - 1]?.close ?? low),
    range: ranges[index] ?? 0,
  }))
  return {
    [name]: rolling(parts, 29, (window) => {
      const share = (period: number) => {
        const range = sum(window.slice(-period).map((part) => part.range))
        return range === 0 ? 0 : sum(window.slice(-period).map((part) => part.pressure)) / range
      }
      return (100 * (4 * share(7) + 2 * share(14) + share(28))) / 7
    }),
  }
})
