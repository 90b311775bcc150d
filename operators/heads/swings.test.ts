import { expect, test } from 'vitest'
import { findSwings } from './swings.ts'
import { draw, legs } from './testing/chart.ts'
import { findZigzag } from './zigzag.ts'

const zigzag = draw({ bars: legs(100, [110, 5], [104, 4], [112, 5]) }).candles['15m'] ?? []

test('a swing stands out on both sides and is known only after as many closes as its reach', () => {
  expect(findSwings(zigzag, 2).map(({ price, kind }) => [price, kind])).toEqual([
    [110, 'high'],
    [104, 'low'],
  ])
  expect(findSwings(zigzag.slice(0, 6), 2)).toEqual([])
})

test('a level top is one swing, at its first candle', () => {
  const level = draw({ bars: legs(100, [105, 5], [105, 3], [100, 5]) }).candles['15m'] ?? []
  expect(findSwings(level, 2).filter(({ kind }) => kind === 'high')).toHaveLength(1)
})

test('a zigzag alternates, skips turns below its threshold and ends in the extreme so far', () => {
  const prices = (threshold: number) => findZigzag(zigzag, threshold).map(({ price }) => price)
  expect(prices(3)).toEqual([100, 110, 104, 112])
  expect(prices(7)).toEqual([100, 112])
  expect(prices(50)).toEqual([])
  expect(findZigzag([], 1)).toEqual([])
})
