import { expect, test } from 'vitest'
import { technical } from './technical.ts'
import { draw, legs } from './testing/chart.ts'

const bars = legs(100, [110, 30])
const rising = {
  ema_9: 109,
  ema_50: 105,
  macd_histogram: 0.3,
  rsi_14: 74,
  adx_14: 35,
  plus_di_14: 32,
  minus_di_14: 10,
}
const hourly = { ema_50: 103, atr_14: 1.8 }

test('technical is LONG where trend and momentum point up on 15m and 1h', () => {
  const vote = technical(draw({ bars, features: rising, hourlyFeatures: hourly }))
  expect(vote).toMatchObject({ head: 'HEAD_A', direction: 'LONG', validity: 'OK', absent: [] })
  expect(vote.probability).toBeGreaterThan(0.75)
  expect(vote.confidence).toBeGreaterThan(0.7)
  expect(vote.reasons).toContain('RSI 14 is 74.0')
})

test('technical is not convinced where momentum has turned against the trend', () => {
  const turning = { ...rising, macd_histogram: -0.35, rsi_14: 38, plus_di_14: 14, minus_di_14: 26 }
  const vote = technical(draw({ bars, features: turning, hourlyFeatures: hourly }))
  expect(vote.probability).toBeLessThan(0.55)
})

test('technical is FLAT, with an opinion, where every measure is near nothing', () => {
  const still = { ema_9: 110, ema_50: 110, macd_histogram: 0, rsi_14: 51, adx_14: 12 }
  const even = { ...still, plus_di_14: 20, minus_di_14: 20 }
  const vote = technical(draw({ bars, features: even, hourlyFeatures: { ema_50: 110, atr_14: 2 } }))
  expect(vote.direction).toBe('FLAT')
  expect(vote.probability).toBeGreaterThan(0.6)
  expect(vote.confidence).toBeGreaterThan(0.6)
})

test('technical votes without 1h, says what it lacked and is less confident', () => {
  const whole = technical(draw({ bars, features: rising, hourlyFeatures: hourly }))
  const part = technical(draw({ bars, features: rising }))
  expect(part.absent).toEqual(['1h.ema_50', '1h.atr_14'])
  expect(part.confidence).toBeLessThan(whole.confidence)
})

test('technical abstains while it warms up and on a price that does not move', () => {
  expect(technical(draw({ bars: bars.slice(0, 5) })).validity).toBe('WARMING')
  expect(technical(draw({ bars, features: { rsi_14: 60 } })).validity).toBe('WARMING')
  expect(technical(draw({ bars, features: { atr_14: 0 } })).validity).toBe('NO_DATA')
})
