import { expect, test } from 'vitest'
import { type Bar, bar, candlesOf, mirrored } from '../testing/chart.ts'
import { findBalancedPriceRange } from './balanced-price-range.ts'

/** Down through 102 to 101 without a trade on both sides of it, then up again the same way. */
const falling = [
  bar(103, 103, 102, 102.2),
  bar(102.2, 102.3, 100, 100.2),
  bar(100.2, 101, 100, 101),
]
const rising = [bar(101, 101.2, 100.5, 101), bar(101, 103, 101, 103), bar(103, 104, 101.8, 103)]
const balanced = [...falling, ...rising]
const find = (bars: readonly Bar[], side: 1 | -1 = 1, sizeMin = 0.2) =>
  findBalancedPriceRange(candlesOf(bars, '15m'), side, 8, sizeMin)

test('a rising gap over a falling one balances what they have in common', () => {
  expect(find(balanced)).toEqual({ age: 0, low: 101.2, high: 101.8 })
  expect(find(balanced, -1)).toBeNull()
  expect(find(mirrored(balanced, 0), -1)).toEqual({ age: 0, low: 101.2, high: 101.8 })
})

test('gaps that share too little, or lie apart in price or time, balance nothing', () => {
  expect(find(balanced, 1, 0.7)).toBeNull()
  const lifted = rising.map(({ open, high, low, close }) =>
    bar(open + 3, high + 3, low + 3, close + 3),
  )
  expect(find([...falling.slice(0, 2), bar(100.2, 104.4, 100, 104), ...lifted])).toBeNull()
  const rest = Array.from({ length: 14 }, () => bar(101, 101.2, 100.5, 101))
  expect(find([...falling, ...rest, ...rising])).toBeNull()
})

test('a rising gap alone balances nothing', () => {
  expect(find([bar(101, 101.2, 100.5, 101), ...rising])).toBeNull()
})
