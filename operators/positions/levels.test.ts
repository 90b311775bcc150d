import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { breakEvenRate, costDefaults, levelsOf, lossAtStopPct, roundTripPct } from './levels.ts'

const perpetual = { kind: 'perpetual', costs: costDefaults.perpetual } as const
const spot = { kind: 'spot', costs: costDefaults.spot } as const

describe('levels', () => {
  test('stand 1.2 and 2.4 ATR from the price', () => {
    const long = levelsOf({ ...perpetual, side: 'LONG', price: 100, atr: 1 })
    const short = levelsOf({ ...perpetual, side: 'SHORT', price: 100, atr: 1 })
    expect([long?.stopLoss, long?.takeProfit]).toEqual([98.8, 102.4])
    expect([short?.stopLoss, short?.takeProfit]).toEqual([101.2, 97.6])
  })

  test('are judged net of costs', () => {
    const levels = levelsOf({ ...perpetual, side: 'LONG', price: 100, atr: 1 })
    expect(levels?.atrPct).toBeCloseTo(1, 12)
    expect(levels?.costsPct).toBeCloseTo(0.14, 12)
    expect(levels?.netProfitPct).toBeCloseTo(2.26, 12)
    expect(levels?.netLossPct).toBeCloseTo(1.34, 12)
    expect(levels?.rewardRisk).toBeCloseTo(2.26 / 1.34, 12)
    expect(levels?.breakEven).toBeCloseTo(1.34 / 3.6, 12)
  })

  test('cost more on spot', () => {
    expect(roundTripPct(costDefaults.spot)).toBeCloseTo(0.24, 12)
    const levels = levelsOf({ ...spot, side: 'LONG', price: 100, atr: 1 })
    expect(levels?.netProfitPct).toBeCloseTo(2.16, 12)
  })

  const none = [
    { name: 'short on spot', given: { ...spot, side: 'SHORT' as const, price: 100, atr: 1 } },
    { name: 'without ATR', given: { ...perpetual, side: 'LONG' as const, price: 100, atr: 0 } },
    {
      name: 'with ATR that is no number',
      given: { ...perpetual, side: 'LONG' as const, price: 100, atr: Number.NaN },
    },
    { name: 'below zero', given: { ...perpetual, side: 'SHORT' as const, price: 100, atr: 50 } },
    {
      name: 'with a stop below zero',
      given: { ...perpetual, side: 'LONG' as const, price: 1, atr: 1 },
    },
  ]
  for (const { name, given } of none) {
    test(`are none ${name}`, () => expect(levelsOf(given)).toBeNull())
  }

  test('break even at the rate at which wins pay losses', () => {
    const price = fc.double({ min: 0.001, max: 100_000, noNaN: true })
    const share = fc.double({ min: 0.003, max: 0.3, noNaN: true })
    fc.assert(
      fc.property(
        price,
        share,
        fc.constantFrom('LONG' as const, 'SHORT' as const),
        (p, s, side) => {
          const levels = levelsOf({ ...perpetual, side, price: p, atr: p * s })
          expect(levels).not.toBeNull()
          if (levels === null) return
          const { breakEven, netProfitPct, netLossPct } = levels
          expect(breakEven * netProfitPct - (1 - breakEven) * netLossPct).toBeCloseTo(0, 9)
          expect(lossAtStopPct(p, levels.stopLoss, costDefaults.perpetual)).toBe(netLossPct)
        },
      ),
    )
  })
})

test('breakEvenRate is a half at 1:1 and certainty without reward', () => {
  expect([breakEvenRate(1), breakEvenRate(3), breakEvenRate(0), breakEvenRate(-2)]).toEqual([
    0.5, 0.25, 1, 1,
  ])
})
