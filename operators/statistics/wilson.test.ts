import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wilsonInterval } from './wilson.ts'

// Roots of (hits/cases − p)² = z² p (1 − p) / cases, solved in 50 digits by Python's decimal.
const cases = [
  { hits: 5, cases: 10, low: 0.236593090512564, high: 0.763406909487436 },
  { hits: 0, cases: 10, low: 0, high: 0.2775327998628893 },
  { hits: 10, cases: 10, low: 0.7224672001371107, high: 1 },
  { hits: 81, cases: 263, low: 0.2552885198782742, high: 0.3662095769828001 },
]
for (const { hits, cases: count, low, high } of cases) {
  test(`wilson interval of ${hits} in ${count}`, () => {
    expect(wilsonInterval(hits, count).low).toBeCloseTo(low, 12)
    expect(wilsonInterval(hits, count).high).toBeCloseTo(high, 12)
  })
}

test('nothing seen says nothing', () => {
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 })
})

test('refuses more hits than cases', () => {
  expect(() => wilsonInterval(3, 2)).toThrow('was 3 of 2')
})

test('holds the rate, stays within 0 and 1, narrows with cases', () => {
  const counts = fc.integer({ min: 1, max: 10_000 })
  fc.assert(
    fc.property(counts, fc.double({ min: 0, max: 1, noNaN: true }), (count, share) => {
      const hits = Math.round(count * share)
      const { low, high } = wilsonInterval(hits, count)
      expect(low).toBeLessThanOrEqual(hits / count)
      expect(high).toBeGreaterThanOrEqual(hits / count)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(high).toBeLessThanOrEqual(1)
      const more = wilsonInterval(hits * 4, count * 4)
      expect(more.high - more.low).toBeLessThan(high - low)
    }),
  )
})
