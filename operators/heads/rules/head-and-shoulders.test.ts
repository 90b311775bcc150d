import { expect, test } from 'vitest'
import { type Bar, candlesOf, legs, mirrored } from '../testing/chart.ts'
import { findZigzag } from '../zigzag.ts'
import { findHeadAndShoulders } from './head-and-shoulders.ts'

const find = (bars: readonly Bar[], side: 1 | -1 = 1) => {
  const candles = candlesOf(bars, '15m')
  return findHeadAndShoulders(candles, findZigzag(candles, 2), side, 1)
}
const chart = (left: number, head: number, right: number, end: number) =>
  legs(108, [left, 8], [105, 5], [head, 7], [105, 7], [right, 5], [end, 6])

test('a low between two higher ones and a close above both highs are an inverse head and shoulders', () => {
  const found = find(chart(102, 99, 102.5, 106))
  expect(found).toMatchObject({ price: 99, neckline: 105, depth: 6, age: 1 })
  const turned = find(mirrored(chart(102, 99, 102.5, 106), 100), -1)
  expect(turned).toMatchObject({ price: 101, neckline: 95, depth: 6, age: 1 })
})

test('three even lows, uneven shoulders, or a rise that stops at the neckline are none', () => {
  expect(find(chart(102, 101.5, 102.5, 106))).toBeNull()
  expect(find(chart(100.2, 97, 103.6, 106))).toBeNull()
  expect(find(chart(102, 99, 102.5, 104.9))).toBeNull()
})

test('a steep line over the highs is no neckline', () => {
  const steep = legs(108, [102, 8], [105, 5], [99, 7], [108, 9], [104, 5], [112, 6])
  expect(find(steep)).toBeNull()
})
