import { expect, test } from 'vitest'
import type { Candle } from '../../schemas/contracts.generated.ts'
import { randomSequence } from '../learning/random.ts'
import { swingReach, swingsOf, turnsOf } from './shared-reading.ts'
import { findSwings } from './swings.ts'
import { candlesOf, draw, legs } from './testing/chart.ts'
import { walk } from './testing/random-walk.ts'
import { findZigzag } from './zigzag.ts'

const bars = legs(100, [106, 6], [101, 6], [108, 8], [104, 5])
const input = draw({ bars, hourly: bars.slice(0, 18), features: { atr_14: 2 } })
const candles = input.candles['15m'] ?? []

test('swings are those of the timeframe, found once for one input', () => {
  expect(swingsOf(input, '15m')).toEqual(findSwings(candles, swingReach))
  expect(swingsOf(input, '15m')).toBe(swingsOf(input, '15m'))
  expect(swingsOf(input, '1h')).toEqual(findSwings(input.candles['1h'] ?? [], swingReach))
  expect(swingsOf(input, '4h')).toEqual([])
})

test('turns are those of the zigzag in ATR, by their size', () => {
  expect(turnsOf(input, 1.5)).toEqual(findZigzag(candles, 3))
  expect(turnsOf(input, 3)).toEqual(findZigzag(candles, 6))
  expect(turnsOf(input, 3)).toBe(turnsOf(input, 3))
  expect(turnsOf({ ...input, features: {} }, 3)).toEqual([])
})

test('another input is read anew', () => {
  const shorter = { ...input, candles: { '15m': candles.slice(0, 12) } }
  expect(swingsOf(shorter, '15m')).not.toEqual(swingsOf(input, '15m'))
})

test('swings carried from candle to candle are those of all candles, whatever goes from the front', () => {
  const all = candlesOf(walk(300, randomSequence(1)), '15m')
  const window: Candle[] = []
  all.forEach((candle, index) => {
    window.push(candle)
    if (window.length > 60) window.shift()
    // Some are never looked at.
    if (index % 11 === 7) return
    const read = swingsOf({ ...input, candles: { '15m': window } }, '15m')
    expect(read).toEqual(findSwings(window, swingReach))
  })
})
