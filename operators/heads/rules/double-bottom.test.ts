import { expect, test } from 'vitest'
import { type Bar, candlesOf, legs, mirrored } from '../testing/chart.ts'
import { findZigzag } from '../zigzag.ts'
import { findDoubleBottom } from './double-bottom.ts'

const find = (bars: readonly Bar[], side: 1 | -1 = 1) => {
  const candles = candlesOf(bars, '15m')
  return findDoubleBottom(candles, findZigzag(candles, 2), side, 1)
}
const chart = (second: number, end: number) => legs(106, [100, 8], [104, 6], [second, 6], [end, 7])

test('two lows at one price and a close above the high between them are a double bottom', () => {
  const found = find(chart(100.4, 105))
  expect(found).toMatchObject({ price: 100, neckline: 104, depth: 4, age: 1 })
  expect(find(mirrored(chart(100.4, 105), 100), -1)).toEqual({ ...found, price: 100, neckline: 96 })
  expect(find(chart(100.4, 105), -1)).toBeNull()
})

test('lows that are not even, or a rise that stops below the high between, are none', () => {
  expect(find(chart(101, 105))).toBeNull()
  expect(find(chart(99, 105))).toBeNull()
  expect(find(chart(100.4, 103.9))).toBeNull()
})

test('a double bottom speaks for four candles after its break, and not when price is back below', () => {
  const done = chart(100.4, 105)
  expect(find([...done, ...legs(105, [106, 3])])).toMatchObject({ age: 4 })
  expect(find([...done, ...legs(105, [106, 4])])).toBeNull()
  expect(find([...done, ...legs(105, [103.8, 2])])).toBeNull()
})
