import { expect, test } from 'vitest'
import { kama } from './kama.ts'
import { closes, rolling, sum } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('kama moves from the close before by 4/9 of the way on a straight price', () => {
  const run = runIndicator(kama('kama_10', 2, 2, 30), closesOf([10, 13, 22]))
  expect(run.kama_10?.slice(0, 2)).toEqual([null, null])
  expect(run.kama_10?.[2]).toBeCloseTo(13 + (9 * 4) / 9, 12)
})

test('kama moves least where the price comes back to where it was', () => {
  const run = runIndicator(kama('kama_10', 2, 2, 30), closesOf([10, 13, 10]))
  expect(run.kama_10?.[2]).toBeCloseTo(13 - (3 * 4) / (31 * 31), 12)
})

test('kama of a flat price is the price', () => {
  expect(runIndicator(kama('kama_10', 10, 2, 30), flatCandles(11)).kama_10?.at(-1)).toBe(100)
})

describeGolden('kama(30, 2, 30)', kama('kama_10', 30, 2, 30), [
  { name: 'kama_10', function: 'KAMA', output: 'real' },
])

// The bar before is theirs alone: the seed.
describeStock(
  'kama(10, 2, 30)',
  kama('kama_10', 10, 2, 30),
  [{ name: 'kama_10', file: 'kama', column: 'kama' }],
  10,
)

describeProperties('kama(10, 2, 30)', kama('kama_10', 10, 2, 30), (candles) => {
  const prices = closes(candles)
  const efficiency = rolling(prices, 11, (window) => {
    const way = sum(window.slice(1).map((close, i) => Math.abs(close - (window[i] ?? 0))))
    return way === 0 ? 1 : Math.abs((window.at(-1) ?? 0) - (window[0] ?? 0)) / way
  })
  let value = prices[9] ?? 0
  return {
    kama_10: efficiency.map((ratio, index) => {
      if (ratio === null) return null
      const weight = ratio * (2 / 3 - 2 / 31) + 2 / 31
      value = weight * weight * (prices[index] ?? 0) + (1 - weight * weight) * value
      return value
    }),
  }
})
