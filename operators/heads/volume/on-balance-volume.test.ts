import { expect, test } from 'vitest'
import { findSwings } from '../swings.ts'
import { type Bar, candlesOf, legs, mirrored } from '../testing/chart.ts'
import { findDivergence, onBalanceVolume } from './on-balance-volume.ts'

const on = (volume: number, bars: readonly Bar[]) => bars.map((one) => ({ ...one, volume }))
const find = (bars: readonly Bar[], side: 1 | -1 = 1) => {
  const candles = candlesOf(bars, '15m')
  return findDivergence(candles, findSwings(candles, 3), onBalanceVolume(candles), side, 1)
}
/** A low at 100, back up, and a lower low on the volume given. */
const chart = (volume: number, second = 99) => [
  ...on(10, legs(105, [100, 6], [104, 5])),
  ...on(volume, legs(104, [second, 6])),
  ...on(10, legs(second, [101, 4])),
]

test('on-balance volume adds the volume of rises and takes away that of falls', () => {
  const bars = on(5, legs(100, [102, 2], [102, 1], [101, 1]))
  expect(onBalanceVolume(candlesOf(bars, '15m'))).toEqual([0, 5, 5, 0])
})

test('a lower low on little volume is a divergence', () => {
  // From low to low 50 came in and 30 went out, of 8 a candle.
  const found = find(chart(5))
  expect(found).toMatchObject({ before: 100, price: 99, age: 4 })
  expect(found?.gain).toBeCloseTo(20 / (90 / 12), 9)
  expect(find(mirrored(chart(5), 100), -1)?.gain).toBeCloseTo(20 / (90 / 12), 9)
})

test('a lower low on more volume, or a low that is no lower, is none', () => {
  expect(find(chart(12))).toBeNull()
  expect(find(chart(5, 100.5))).toBeNull()
  expect(find(chart(5), -1)).toBeNull()
})

test('a divergence speaks until its low is eight candles old', () => {
  expect(find([...chart(5), ...on(10, legs(101, [103, 4]))])).toMatchObject({ age: 8 })
  expect(find([...chart(5), ...on(10, legs(101, [103, 5]))])).toBeNull()
})
