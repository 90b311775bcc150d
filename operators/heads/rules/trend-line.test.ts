import { expect, test } from 'vitest'
import { findSwings } from '../swings.ts'
import { type Bar, bar, candlesOf, legs, mirrored } from '../testing/chart.ts'
import { findTrendLine } from './trend-line.ts'

const find = (bars: readonly Bar[], side: 1 | -1 = 1) => {
  const candles = candlesOf(bars, '15m')
  return findTrendLine(candles, findSwings(candles, 3), side, 1)
}

/** Lows at 100, 102 and 104, ten candles apart, and down to 106.2, where the line will be. */
const rise = legs(103, [100, 5], [104, 5], [102, 5], [106, 5], [104, 5], [108, 5], [106.2, 4])
const held = [...rise, bar(106.2, 107, 105.9, 106.8)]

test('price that comes down to a line through three lows and closes above it holds the line', () => {
  const line = find(held)
  expect(line).toMatchObject({ touches: 3, age: 30, state: 'held' })
  expect(line?.price).toBeCloseTo(106, 9)
  const turned = find(mirrored(held, 100), -1)
  expect(turned).toMatchObject({ touches: 3, state: 'held' })
  expect(turned?.price).toBeCloseTo(94, 9)
})

test('a close below the line breaks it, once', () => {
  const broken = [...rise, bar(106.2, 106.3, 105.2, 105.4)]
  expect(find(broken)).toMatchObject({ state: 'broken' })
  expect(find([...broken, ...legs(105.4, [105, 3])])).toBeNull()
})

test('two lows make no line, and price far above one does nothing with it', () => {
  expect(find(legs(103, [100, 5], [104, 5], [102, 5], [106, 5], [104.2, 4], [105, 1]))).toBeNull()
  expect(find(rise.slice(0, -2))).toBeNull()
})

test('lows that lie off a line make none', () => {
  const bent = legs(103, [100, 5], [104, 5], [103.2, 5], [106, 5], [104, 5], [108, 5], [106.2, 4])
  expect(find([...bent, bar(106.2, 107, 105.9, 106.8)])).toBeNull()
})
