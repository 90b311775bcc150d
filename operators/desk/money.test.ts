import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Account, kellyFraction, type SizeCase, sizePosition } from './money.ts'

const account: Account = {
  equity: 10_000,
  openNotional: 0,
  openMargin: 0,
  openRiskPct: 0,
  outcomes: 0,
  wins: 0,
}
const plain: SizeCase = { account, lossPct: 2, rewardRisk: 1.7, leverage: 3 }
const given = (more: Partial<Account>, rest: Partial<SizeCase> = {}): SizeCase => ({
  ...plain,
  ...rest,
  account: { ...account, ...more },
})

describe('size', () => {
  const cases = [
    { name: 'risks 1 % of equity', of: plain, notional: 5_000, by: 'risk' },
    {
      name: 'has no Kelly before 50 outcomes',
      of: given({ outcomes: 49, wins: 0 }),
      notional: 5_000,
      by: 'risk',
    },
    {
      name: 'takes at most a quarter of Kelly',
      of: given({ outcomes: 100, wins: 38 }),
      notional: 5_000 * 25 * (0.38 - 0.62 / 1.7),
      by: 'Kelly',
    },
    {
      name: 'is never raised by Kelly',
      of: given({ outcomes: 100, wins: 80 }),
      notional: 5_000,
      by: 'risk',
    },
    {
      name: 'keeps a tenth without an edge',
      of: given({ outcomes: 100, wins: 20 }),
      notional: 500,
      by: 'Kelly',
    },
    {
      name: 'is cut to the open risk left',
      of: given({ openRiskPct: 2.4 }),
      notional: 3_000,
      by: 'open risk',
    },
    {
      name: 'is nothing at 3 % open risk',
      of: given({ openRiskPct: 3 }),
      notional: 0,
      by: 'open risk',
    },
    {
      name: 'is at most 3 × equity, open ones included',
      of: given({ openNotional: 28_000 }),
      notional: 2_000,
      by: 'notional',
    },
    { name: 'needs margin', of: given({ openMargin: 9_000 }), notional: 3_000, by: 'margin' },
    {
      name: 'at 1x buys no more than the equity',
      of: given({}, { lossPct: 0.5, leverage: 1 }),
      notional: 10_000,
      by: 'margin',
    },
    { name: 'is nothing without equity', of: given({ equity: -5 }), notional: 0, by: 'risk' },
  ]
  for (const { name, of, notional, by } of cases) {
    test(name, () => {
      const size = sizePosition(of)
      expect(size.notional).toBeCloseTo(notional, 6)
      expect(size.limitedBy).toBe(by)
      expect(size.margin).toBeCloseTo(notional / of.leverage, 6)
    })
  }

  test('keeps every limit, whatever is open', () => {
    const any = fc.record({
      equity: fc.double({ min: 1, max: 1e6, noNaN: true }),
      notionalShare: fc.double({ min: 0, max: 4, noNaN: true }),
      marginShare: fc.double({ min: 0, max: 1.5, noNaN: true }),
      openRiskPct: fc.double({ min: 0, max: 4, noNaN: true }),
      outcomes: fc.nat(200),
      winShare: fc.double({ min: 0, max: 1, noNaN: true }),
      lossPct: fc.double({ min: 0.1, max: 30, noNaN: true }),
      rewardRisk: fc.double({ min: 0.1, max: 5, noNaN: true }),
      leverage: fc.integer({ min: 1, max: 20 }),
    })
    fc.assert(
      fc.property(any, (a) => {
        const open = {
          equity: a.equity,
          openNotional: a.equity * a.notionalShare,
          openMargin: a.equity * a.marginShare,
          openRiskPct: a.openRiskPct,
          outcomes: a.outcomes,
          wins: Math.floor(a.outcomes * a.winShare),
        }
        const { notional, margin, riskPct } = sizePosition({ ...a, account: open })
        expect(notional).toBeGreaterThanOrEqual(0)
        if (notional === 0) return
        expect(riskPct).toBeLessThanOrEqual(1 + 1e-9)
        expect(riskPct + a.openRiskPct).toBeLessThanOrEqual(3 + 1e-9)
        expect(notional + open.openNotional).toBeLessThanOrEqual(3 * a.equity * (1 + 1e-9))
        expect(margin + open.openMargin).toBeLessThanOrEqual(a.equity * (1 + 1e-9))
      }),
    )
  })
})

test('kelly is nothing at break-even', () => {
  expect(kellyFraction(0.5, 1)).toBe(0)
  expect(kellyFraction(0.25, 3)).toBe(0)
  expect(kellyFraction(0.6, 1)).toBeCloseTo(0.2, 12)
  expect(kellyFraction(0.9, 0)).toBe(-1)
})
