import { expect, test } from 'vitest'
import { fundingPct } from './funding.ts'

const points = [
  { timeMs: 100, rate: 0.0001 },
  { timeMs: 200, rate: 0.0002 },
  { timeMs: 300, rate: -0.0005 },
]
const cases = [
  { name: 'longs pay a positive rate', side: 'LONG', entry: 50, exit: 250, pct: 0.03 },
  { name: 'shorts receive it', side: 'SHORT', entry: 50, exit: 250, pct: -0.03 },
  { name: 'shorts pay a negative one', side: 'SHORT', entry: 250, exit: 300, pct: 0.05 },
  { name: 'nothing is due at the instant of entry', side: 'LONG', entry: 200, exit: 299, pct: 0 },
  { name: 'the instant of exit is due', side: 'LONG', entry: 101, exit: 200, pct: 0.02 },
  { name: 'nothing is due between settlements', side: 'SHORT', entry: 110, exit: 190, pct: 0 },
] as const
for (const { name, side, entry, exit, pct } of cases) {
  test(`funding: ${name}`, () => {
    expect(fundingPct(points, side, entry, exit)).toBeCloseTo(pct, 12)
  })
}

test('no funding is a plain zero, not a negative one', () => {
  expect(Object.is(fundingPct([], 'SHORT', 0, 1), 0)).toBe(true)
})
