import { expect, test } from 'vitest'
import { findSwings } from '../swings.ts'
import { type Bar, bar, candlesOf, legs, mirrored } from '../testing/chart.ts'
import { findOrderBlock } from './order-block.ts'

/** A high at 104, a fall that ends in one candle from 101 to 100, and a rise past the high. */
const before = [...legs(100, [104, 6], [101, 5]), bar(101, 101.1, 99.8, 100)]
const broken = [...before, ...legs(100, [105, 5])]
const find = (bars: readonly Bar[], side: 1 | -1 = 1) => {
  const candles = candlesOf(bars, '15m')
  return findOrderBlock(candles, findSwings(candles, 3), side, 1)
}

test('the last falling candle before a rise that breaks the last high is an order block', () => {
  const block = find(broken)
  expect(block).toMatchObject({ low: 99.8, high: 101, age: 5, brokenAge: 0 })
  expect(block?.displacement).toBeCloseTo(5.2, 9)
})

test('upside down it is one of the other side, at prices turned too', () => {
  expect(find(mirrored(broken, 0), -1)).toEqual(find(broken))
})

test('a rise that stops below the last high leaves none', () => {
  expect(find([...before, ...legs(100, [103.9, 5])])).toBeNull()
})

test('a block stays while price comes back into it, and goes with a close below it', () => {
  const back = legs(105, [100.5, 5])
  expect(find([...broken, ...back])).toMatchObject({ low: 99.8, brokenAge: 5 })
  expect(find([...broken, ...back, bar(100.5, 100.6, 99.5, 99.9)])).not.toBeNull()
  expect(find([...broken, ...back, bar(100.5, 100.6, 99.5, 99.7)])).toBeNull()
})

test('a rise without a move of two ATR behind it makes no block', () => {
  const candles = candlesOf(broken, '15m')
  expect(findOrderBlock(candles, findSwings(candles, 3), 1, 3)).toBeNull()
})
