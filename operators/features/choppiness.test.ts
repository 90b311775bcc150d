import { expect, test } from 'vitest'
import { choppiness } from './choppiness.ts'
import { rolling, sum } from './testing/batch.ts'
import { describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('choppiness is 100 where each candle covers the whole range', () => {
  const run = runIndicator(choppiness('choppiness_14', 4), closesOf([10, 10, 10, 10, 10]))
  expect(run.choppiness_14?.slice(0, 4)).toEqual([null, null, null, null])
  expect(run.choppiness_14?.[4]).toBeCloseTo(100, 10)
})

test('choppiness is 0, never below it, where the price goes straight', () => {
  const prices = [0.1, 0.2, 0.3, 0.7, 0.8, 1.1]
  const straight = candlesOf(
    prices.map((close, index) => {
      const open = prices[index - 1] ?? close
      return { open, high: close, low: open, close, volume: 1 }
    }),
  )
  const run = runIndicator(choppiness('choppiness_14', 3), straight)
  for (const value of run.choppiness_14?.slice(3) ?? []) {
    expect(value).toBeGreaterThanOrEqual(0)
    expect(value).toBeCloseTo(0, 10)
  }
})

test('choppiness is null where the price never moved', () => {
  const run = runIndicator(choppiness('choppiness_14', 2), flatCandles(4))
  expect(run.choppiness_14).toEqual([null, null, null, null])
})

describeStock('choppiness(14)', choppiness('choppiness_14', 14), [
  { name: 'choppiness_14', file: 'chop', column: 'chop' },
])

describeProperties('choppiness(14)', choppiness('choppiness_14', 14), (candles) => {
  const ranges = candles.map(({ high, low }, index) => {
    const before = candles[index - 1]?.close ?? low
    return { high: Math.max(high, before), low: Math.min(low, before) }
  })
  return {
    choppiness_14: rolling(ranges, 15, ([, ...window]) => {
      const high = Math.max(...window.map((range) => range.high))
      const low = Math.min(...window.map((range) => range.low))
      const total = sum(window.map((range) => range.high - range.low))
      return high === low ? null : (100 * Math.log10(total / (high - low))) / Math.log10(14)
    }),
  }
})
