import { expect, test } from 'vitest'
import { expectancyOf } from './expectancy.ts'

const won = { won: true, net_pct: 2, reward_risk: 1 }
const lost = { won: false, net_pct: -1, reward_risk: 3 }

test('expectancy stands a rate beside its count, interval, break-even and net result', () => {
  const seen = expectancyOf([...Array(18).fill(won), ...Array(12).fill(lost)])
  expect(seen).toMatchObject({ cases: 30, wins: 18, winRate: 0.6, verdict: null })
  expect(seen.breakEven).toBeCloseTo((18 * 0.5 + 12 * 0.25) / 30, 12)
  expect(seen.netPct).toBeCloseTo((18 * 2 - 12) / 30, 12)
  expect(seen.interval.low).toBeGreaterThan(0.42)
  expect(seen.interval.high).toBeLessThan(0.76)
})

test('expectancy says that 29 are too few to judge', () => {
  expect(expectancyOf(Array(29).fill(won)).verdict).toBe('too few to judge')
})

test('expectancy of nothing has no rates', () => {
  expect(expectancyOf([])).toEqual({
    cases: 0,
    wins: 0,
    winRate: null,
    interval: { low: 0, high: 1 },
    breakEven: null,
    netPct: null,
    verdict: 'too few to judge',
  })
})
