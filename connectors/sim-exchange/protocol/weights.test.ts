import { expect, test } from 'vitest'
import { usualLimits, WeightMeter, weightOf } from './weights.ts'

test('a request weighs what it weighs at the exchange', () => {
  expect(weightOf('/api/v3/klines', { limit: '1000' })).toBe(2)
  expect(weightOf('/api/v3/depth', { limit: '5000' })).toBe(250)
  expect(weightOf('/api/v3/depth', {})).toBe(5)
  expect(weightOf('/fapi/v1/klines', { limit: '1500' })).toBe(10)
  expect(weightOf('/fapi/v1/klines', { limit: '50' })).toBe(1)
  expect(weightOf('/api/v3/ticker/24hr', {})).toBe(80)
})

test('above the weight of a minute requests are refused, and fine again in the next', () => {
  const meter = new WeightMeter('futures', usualLimits)
  expect(meter.use(2_400, 1_000).refused).toBeUndefined()
  expect(meter.use(1, 2_000)).toMatchObject({ refused: 429, retryAfterSeconds: 58, used: 2_401 })
  expect(meter.use(1, 60_000)).toMatchObject({ used: 1 })
})

test('who goes on nevertheless is banned, and the ban outlasts the minute', () => {
  const meter = new WeightMeter('spot', { scale: 1, banAfter: 3, banMs: 120_000 })
  meter.use(6_000, 0)
  const answers = [1, 2, 3, 4].map((second) => meter.use(1, second * 1_000).refused)
  expect(answers).toEqual([429, 429, 429, 418])
  expect(meter.use(1, 61_000).refused).toBe(418)
  expect(meter.use(1, 124_000).refused).toBeUndefined()
})

test('the limit can be turned off', () => {
  const meter = new WeightMeter('spot', { ...usualLimits, scale: 0 })
  expect(meter.use(1_000_000, 0).refused).toBeUndefined()
})
