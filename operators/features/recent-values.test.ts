import { expect, test } from 'vitest'
import { append, createRecent, valueAgo } from './recent-values.ts'

test('the newest values are kept in their order, as many as were asked for at the least', () => {
  const recent = createRecent(3)
  expect(valueAgo(recent, 0)).toBe(0)
  for (let value = 1; value <= 20; value += 1) {
    append(recent, value)
    const kept = [2, 1, 0].map((ago) => valueAgo(recent, ago))
    expect(kept).toEqual([value - 2, value - 1, value].map((one) => Math.max(one, 0)))
    expect(recent.end).toBeLessThanOrEqual(6)
  }
})
