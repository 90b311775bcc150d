import { expect, test } from 'vitest'
import { candlesOf, legs, mirrored } from '../testing/chart.ts'
import { findZigzag } from '../zigzag.ts'
import { findTradeEntry } from './optimal-trade-entry.ts'

/** From 100 to 110, and back to the price given. */
const chart = (to: number) => legs(103, [100, 6], [110, 10], [to, 5])
const find = (bars: ReturnType<typeof legs>) => {
  const candles = candlesOf(bars, '15m')
  return findTradeEntry(candles, findZigzag(candles, 2), 1)
}

test('a return to seven tenths of an impulse is an entry in its direction', () => {
  expect(find(chart(103))).toEqual({ side: 1, retraced: 0.7, impulse: 10, age: 0 })
  expect(find(mirrored(chart(103), 100))).toMatchObject({ side: -1, retraced: 0.7 })
})

const retracements: readonly (readonly [number, boolean])[] = [
  [104, false],
  [103.85, false],
  [103.8, true],
  [102.15, true],
  [102, false],
  [99, false],
]
for (const [to, expected] of retracements) {
  test(`a return to ${to} of an impulse from 100 to 110 is ${expected ? 'an' : 'no'} entry`, () => {
    expect(find(chart(to)) !== null).toBe(expected)
  })
}

test('an entry is gone when price has left it, or some candles later', () => {
  expect(find([...chart(103), ...legs(103, [104, 2])])).toMatchObject({ age: 2 })
  expect(find([...chart(103), ...legs(103, [107, 2])])).toBeNull()
  expect(find([...chart(103), ...legs(103, [104, 4])])).toBeNull()
})

test('a small move is no impulse', () => {
  expect(find(legs(101, [100, 6], [103.5, 10], [101.05, 5]))).toBeNull()
})
