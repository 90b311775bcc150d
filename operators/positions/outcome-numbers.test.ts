import fc from 'fast-check'
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
  parts: [],
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

test('each part counts by its share, its price and the funding until its own end', () => {
  const numbers = outcomeNumbers({
    ...trade,
    parts: [
      { price: 101, timeMs: 400, share: 0.25 },
      { price: 104, timeMs: 600, share: 0.5 },
    ],
  })
  // A quarter was gone before the settlement at 500.
  expect(numbers.funding_pct).toBeCloseTo(0.75 * 0.01, 12)
  expect(numbers.gross_pct).toBeCloseTo(0.25 * 1 + 0.5 * 4 + 0.25 * 2, 12)
  expect(numbers.fees_pct).toBeCloseTo(0.14, 12)
  expect(numbers.pnl).toBeCloseTo((2.75 - 0.14 - 0.0075) * 50, 9)
})

test('P/L is the sum of the parts, each a trade of its own', () => {
  const price = fc.double({ min: 50, max: 200, noNaN: true })
  const timeMs = fc.integer({ min: 1, max: 1_000 })
  const part = fc.record({ price, timeMs, share: fc.double({ min: 0.01, max: 0.3, noNaN: true }) })
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 3 }),
      price,
      fc.constantFrom('LONG' as const, 'SHORT' as const),
      (parts, exitPrice, side) => {
        const whole = outcomeNumbers({ ...trade, side, exitPrice, parts })
        const rest = parts.reduce((left, { share }) => left - share, 1)
        const all = [...parts, { price: exitPrice, timeMs: trade.exitMs, share: rest }]
        expect(all.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
        let pnl = 0
        for (const { price, timeMs, share } of all) {
          const notional = trade.notional * share
          const alone = { ...trade, side, notional, exitPrice: price, exitMs: timeMs }
          pnl += outcomeNumbers(alone).pnl
        }
        expect(whole.pnl).toBeCloseTo(pnl, 6)
        expect(whole.net_pct).toBeCloseTo((100 * pnl) / trade.notional, 8)
        expect(whole.net_margin_pct).toBeCloseTo(whole.net_pct * trade.leverage, 9)
      },
    ),
  )
})

test('a net result that is zero but for rounding is not won', () => {
  expect(outcomeNumbers({ ...trade, funding: [], exitPrice: 100.14 }).won).toBe(false)
  expect(outcomeNumbers({ ...trade, funding: [], exitPrice: 100.1401 }).won).toBe(true)
})
