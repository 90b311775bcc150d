import { expect, test } from 'vitest'
import { candlesOf, legs } from '../testing/chart.ts'
import { findTradingRange } from './trading-range.ts'

const between = (...targets: readonly (readonly [number, number])[]) =>
  findTradingRange(candlesOf(legs(100, ...targets), '15m'))

test('a range lies before the newest six candles and has no drift', () => {
  const range = between([106, 16], [100, 16], [106, 16], [100, 16], [120, 6])
  expect(range).toEqual({ low: 100, high: 106, volume: 10, drift: 0 })
})

test('a trend has drift instead', () => {
  expect(between([132, 64], [132, 6]).drift).toBe(1)
  expect(between([68, 64], [68, 6]).drift).toBe(-1)
})
