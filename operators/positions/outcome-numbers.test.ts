import { expect, test } from 'vitest'
import { costDefaults } from './levels.ts'
import { type ClosedTrade, outcomeNumbers } from './outcome-numbers.ts'

const trade: ClosedTrade = {
  kind: 'real',
  market: 'perpetual',
  side: 'LONG',
  entryPrice: 100,
  entryMs: 0,
  exitPrice: 102,
  exitMs: 1_000,
  leverage: 3,
  notional: 5_000,
  costs: costDefaults.perpetual,
  funding: [{ timeMs: 500, rate: 0.0001 }],
}
const cases: { name: string; change: Partial<ClosedTrade>; net: number; won: boolean }[] = [
  { name: 'LONG upward', change: {}, net: 2 - 0.14 - 0.01, won: true },
  { name: 'SHORT upward', change: { side: 'SHORT' }, net: -2 - 0.14 + 0.01, won: false },
  { name: 'costs make a small gain a loss', change: { exitPrice: 100.1 }, net: -0.05, won: false },
  { name: 'spot pays no funding', change: { market: 'spot' }, net: 1.86, won: true },
]
for (const { name, change, net, won } of cases) {
  test(`outcome numbers: ${name}`, () => {
    const numbers = outcomeNumbers({ ...trade, ...change })
    expect(numbers.net_pct).toBeCloseTo(net, 12)
    expect(numbers.net_margin_pct).toBeCloseTo(net * 3, 12)
    expect(numbers.pnl).toBeCloseTo(net * 50, 10)
    expect(numbers.won).toBe(won)
    const { gross_pct, fees_pct, funding_pct } = numbers
    expect(gross_pct - fees_pct - funding_pct).toBeCloseTo(net, 12)
  })
}

test('a shadow earns nothing but has its result', () => {
  const numbers = outcomeNumbers({ ...trade, kind: 'shadow' })
  expect(numbers.pnl).toBe(0)
  expect(numbers.won).toBe(true)
})
