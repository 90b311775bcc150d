import { expect, test } from 'vitest'
import { type Bar, bar, candlesOf, mirrored } from '../testing/chart.ts'
import { findJudasSwing } from './judas-swing.ts'

/** The candle that opens at 10:15 in New York closes then. */
const at = Date.UTC(2025, 4, 7, 14, 30)
const before = Array.from({ length: 10 }, () => bar(100, 100.3, 99.7, 100))
/** 8:00 to 9:00: down by 1.5; then up, past the open. */
const falls = [bar(100, 100.2, 99.4, 99.5), bar(99.5, 99.5, 98.5, 98.8)]
const rises = [
  bar(98.8, 99.2, 98.7, 99.1),
  bar(99.1, 99.6, 99, 99.5),
  bar(99.5, 100, 99.4, 99.9),
  bar(99.9, 100.2, 99.8, 100.1),
  bar(100.1, 100.5, 100, 100.4),
  bar(100.4, 100.7, 100.3, 100.6),
  bar(100.6, 101, 100.5, 100.8),
  bar(100.8, 101.2, 100.7, 101),
]
const judas = [...before, ...falls, ...rises]
const find = (bars: readonly Bar[], lastCloseMs = at) =>
  findJudasSwing(candlesOf(bars, '15m', lastCloseMs), 1, 1, 900_000)

test('a fall in the first hour of a session that is taken back is a Judas swing', () => {
  expect(find(judas)).toEqual({ session: 'New York', depth: 1.5, reclaimed: 1, age: 8 })
})

test('upside down it is one of the other side', () => {
  const turned = candlesOf(mirrored(judas, 100), '15m', at)
  expect(findJudasSwing(turned, -1, 1, 900_000)).toEqual(find(judas))
  expect(findJudasSwing(turned, 1, 1, 900_000)).toBeNull()
})

test('the same candles at another hour are none', () => {
  expect(find(judas, at + 6 * 3_600_000)).toBeNull()
  expect(find(judas, at - 3_600_000)).toBeNull()
})

test('a fall that is too small, not taken back, or goes on after the first hour is none', () => {
  const shallow = judas.map((one) => ({ ...one, low: Math.max(one.low, 99.5) }))
  expect(find(shallow)).toBeNull()
  expect(find([...judas.slice(0, -1), bar(100.8, 100.9, 99.9, 100.1)])).toBeNull()
  const later = judas.map((one, index) => (index === 16 ? { ...one, low: 98.4 } : one))
  expect(find(later)).toBeNull()
})

test('a fall that takes no lows of the hours before is none', () => {
  const lower = judas.map((one, index) => (index === 5 ? { ...one, low: 98.2 } : one))
  expect(find(lower)).toBeNull()
})

test('a session that does not begin in the candles has none', () => {
  expect(find(judas.slice(-6))).toBeNull()
  const holed = candlesOf(judas, '15m', at).filter((_, index) => index !== 15)
  expect(findJudasSwing(holed, 1, 1, 900_000)).toBeNull()
})
