import { expect, test } from 'vitest'
import { WeightLimiter } from './weight-limiter.ts'

const minuteMs = 60_000

test('requests go until four fifths of the weight are used, and again in the next minute', () => {
  const limiter = new WeightLimiter(100)
  const waits = Array.from({ length: 9 }, () => limiter.take(10, 15_000))
  expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 45_000])
  expect(limiter.take(10, minuteMs)).toBe(0)
})

test('what the exchange counted beyond our own counts', () => {
  const limiter = new WeightLimiter(100)
  expect(limiter.take(10, 0)).toBe(0)
  limiter.answered(200, 75, undefined, 100)
  expect(limiter.take(10, 200)).toBe(minuteMs - 200)
})

test('the count of a minute that has passed says nothing of this one', () => {
  const limiter = new WeightLimiter(100)
  limiter.take(10, 0)
  limiter.answered(200, 95, undefined, minuteMs + 1)
  expect(limiter.take(10, minuteMs + 2)).toBe(0)
})

for (const [status, retryAfter, waitMs] of [
  [429, 7, 7_000],
  [418, 120, 120_000],
  [429, undefined, 10_000],
] as const) {
  test(`a ${status} with Retry-After ${retryAfter} stops everything for ${waitMs} ms`, () => {
    const limiter = new WeightLimiter(100)
    limiter.take(1, 1_000)
    limiter.answered(status, undefined, retryAfter, 1_000)
    expect(limiter.take(1, 1_000)).toBe(waitMs)
    expect(limiter.take(1, 1_000 + waitMs)).toBe(0)
    expect(limiter.refusals).toBe(1)
  })
}

test('a request heavier than everything allowed goes alone', () => {
  const limiter = new WeightLimiter(10)
  expect(limiter.take(20, 0)).toBe(0)
  expect(limiter.take(1, 1)).toBe(minuteMs - 1)
})

test('the exchange may allow more than was thought', () => {
  const limiter = new WeightLimiter(10)
  limiter.allow(1_000)
  expect([limiter.take(400, 0), limiter.take(400, 0), limiter.take(400, 0)]).toEqual([
    0,
    0,
    minuteMs,
  ])
})
