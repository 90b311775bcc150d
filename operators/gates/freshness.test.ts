import { expect, test } from 'vitest'
import { freshnessGate } from './freshness.ts'
import { verdictOf } from './testing/cases.ts'

const cases = [
  { name: 'a replayed candle', received: 900_000, value: 0, passed: true },
  { name: 'a clock behind the exchange’s', received: 898_730, value: -1.27, passed: true },
  { name: 'ninety seconds', received: 990_000, value: 90, passed: true },
  { name: 'a millisecond more', received: 990_001, value: 90.001, passed: false },
]
for (const { name, received, value, passed } of cases) {
  test(`freshness of ${name}`, () => {
    const verdict = verdictOf(freshnessGate(900_000, received))
    expect(verdict).toEqual({ value, threshold: 90, passed })
  })
}

test('freshness refuses without a trigger candle', () => {
  expect(freshnessGate(900_000, null)).toMatchObject({ value: null, passed: false })
})
