import { expect, test } from 'vitest'
import { runMarket } from '../testing/run-market.ts'
import { autocorrelation, stylisedFacts } from './facts.ts'

test('autocorrelation of an alternating row is minus one but for its ends', () => {
  const row = Array.from({ length: 1_000 }, (_, at) => (at % 2 === 0 ? 1 : -1))
  expect(autocorrelation(row, 1)).toBeCloseTo(-0.999, 6)
  expect(autocorrelation(row, 2)).toBeCloseTo(0.998, 6)
})

test('returns of equal size have the least kurtosis there is', () => {
  const closes = [100]
  for (let at = 1; at < 1_000; at++)
    closes.push((closes[at - 1] ?? 0) * (at % 2 === 0 ? 1.001 : 0.999))
  expect(stylisedFacts(closes).excessKurtosis).toBeCloseTo(-2, 3)
})

test('four days of a market have fat tails, no memory of returns and a long one of their size', () => {
  const facts = stylisedFacts(runMarket({ minutes: 4 * 1_440, decisionsPerMinute: 90 }).closes)
  expect(facts.excessKurtosis).toBeGreaterThan(3)
  expect(Math.abs(facts.returnMemory)).toBeLessThan(0.1)
  expect(facts.sizeMemory[1]).toBeGreaterThan(0.15)
  expect(facts.sizeMemory[60]).toBeGreaterThan(0.05)
})
