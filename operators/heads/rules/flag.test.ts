import { expect, test } from 'vitest'
import { type Bar, candlesOf, legs, mirrored } from '../testing/chart.ts'
import { findFlag } from './flag.ts'

const find = (bars: readonly Bar[], side: 1 | -1 = 1) => findFlag(candlesOf(bars, '15m'), side, 1)
const rest = legs(100, [100.5, 10], [100, 10])
const chart = (top: number, floor: number, length: number, end: number) => [
  ...rest,
  ...legs(100, [top, 7], [floor, length], [end, 1]),
]

test('a rush, a rest that gives a third back and a close out of it are a flag', () => {
  const flag = find(chart(108, 105.5, 7, 107.5))
  expect(flag).toMatchObject({ pole: 8, length: 7, retraced: 0.3125, age: 0 })
  expect(find(mirrored(chart(108, 105.5, 7, 107.5), 100), -1)).toEqual(flag)
})

const none: readonly (readonly [string, Bar[]])[] = [
  ['a rest that gives back more than half', chart(108, 103, 7, 106)],
  ['a rush that is too small', chart(104, 102.9, 7, 103.9)],
  ['a rest of three candles', chart(108, 106.5, 3, 107.9)],
  ['a rest that price has not left', chart(108, 105.5, 7, 105.9)],
  ['a rest that price leaves downwards', chart(108, 105.5, 7, 104)],
]
for (const [name, bars] of none) {
  test(`${name} is no flag`, () => {
    expect(find(bars)).toBeNull()
  })
}

test('a flag speaks for two candles after it was left', () => {
  const left = chart(108, 105.5, 7, 107.5)
  expect(find([...left, ...legs(107.5, [108.5, 2])])).toMatchObject({ age: 2 })
  expect(find([...left, ...legs(107.5, [109, 3])])).toBeNull()
})
