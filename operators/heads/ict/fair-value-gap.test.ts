import { expect, test } from 'vitest'
import { type Bar, bar, candlesOf } from '../testing/chart.ts'
import { findFairValueGap } from './fair-value-gap.ts'

const gap = [bar(100, 101, 99.5, 100.5), bar(100.5, 103, 100.5, 103), bar(103, 104, 102, 103.5)]
const find = (bars: readonly Bar[], side: 1 | -1, sizeMin = 0.5) =>
  findFairValueGap(candlesOf(bars, '15m'), side, 5, sizeMin)

test('a fair value gap is what three candles leave open', () => {
  expect(find(gap, 1)).toEqual({ age: 0, low: 101, high: 102 })
  expect(find(gap, -1)).toBeNull()
  expect(find(gap, 1, 1.5)).toBeNull()
})

test('it stays open until price fills it', () => {
  expect(find([...gap, bar(103.5, 103.6, 101.5, 102)], 1)).toMatchObject({ age: 1 })
  expect(find([...gap, bar(103.5, 103.6, 100.9, 102)], 1)).toBeNull()
})

test('a gap older than asked for is forgotten', () => {
  const later = Array.from({ length: 5 }, () => bar(103.5, 104, 103, 103.5))
  expect(find([...gap, ...later], 1)).toMatchObject({ age: 5 })
  expect(find([...gap, ...later, bar(103.5, 104, 103, 103.5)], 1)).toBeNull()
})
