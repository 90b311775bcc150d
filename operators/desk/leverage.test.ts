import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseLeverage, type LeverageCase, leverageDefaults } from './leverage.ts'

const calm: LeverageCase = { kind: 'perpetual', atrPct: 0.2, confidence: 0.95, stopPct: 0.24 }
const free = { ...leverageDefaults, leverageMax: 20 }

describe('leverage', () => {
  const cases = [
    {
      name: 'is at most desk.maxLeverage',
      given: calm,
      config: leverageDefaults,
      is: 5,
      by: 'maximum',
    },
    {
      name: 'is 20 for the highest confidence',
      given: calm,
      config: free,
      is: 20,
      by: 'confidence',
    },
    {
      name: 'is 10 below 0.9',
      given: { ...calm, confidence: 0.899 },
      config: free,
      is: 10,
      by: 'confidence',
    },
    {
      name: 'is 5 below 0.75',
      given: { ...calm, confidence: 0.7499 },
      config: free,
      is: 5,
      by: 'confidence',
    },
    {
      name: 'is 3 below 0.6',
      given: { ...calm, confidence: 0.59 },
      config: free,
      is: 3,
      by: 'confidence',
    },
    {
      name: 'is 5 at 0.6',
      given: { ...calm, confidence: 0.6 },
      config: free,
      is: 5,
      by: 'confidence',
    },
    {
      name: 'is ⌊5 % / ATR%⌋',
      given: { ...calm, atrPct: 1.3, stopPct: 1.56 },
      config: free,
      is: 3,
      by: 'volatility',
    },
    {
      name: 'is whole where the division is',
      given: { ...calm, atrPct: 1.666666666666667, stopPct: 2 },
      config: free,
      is: 3,
      by: 'volatility',
    },
    {
      name: 'is at least 1',
      given: { ...calm, atrPct: 9, stopPct: 11 },
      config: free,
      is: 1,
      by: 'volatility',
    },
    {
      name: 'keeps liquidation twice as far as the stop',
      given: { ...calm, stopPct: 6 },
      config: free,
      is: 8,
      by: 'liquidation',
    },
    {
      name: 'is 1 on spot',
      given: { ...calm, kind: 'spot' as const },
      config: free,
      is: 1,
      by: 'spot',
    },
    { name: 'is 1 when off', given: calm, config: { ...free, auto: false }, is: 1, by: 'off' },
    {
      name: 'is 1 without ATR',
      given: { ...calm, atrPct: 0 },
      config: free,
      is: 1,
      by: 'volatility',
    },
  ]
  for (const { name, given, config, is, by } of cases) {
    test(name, () => {
      expect(chooseLeverage(given, config)).toEqual({ leverage: is, limitedBy: by })
    })
  }

  test('above 1 never lets liquidation come nearer than twice the stop', () => {
    const atr = fc.double({ min: 0.05, max: 10, noNaN: true })
    const share = fc.double({ min: 0.1, max: 10, noNaN: true })
    fc.assert(
      fc.property(
        atr,
        share,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (atrPct, ratio, confidence) => {
          const stopPct = atrPct * ratio
          const { leverage } = chooseLeverage(
            { kind: 'perpetual', atrPct, confidence, stopPct },
            free,
          )
          expect(Number.isInteger(leverage) && leverage >= 1 && leverage <= 20).toBe(true)
          if (leverage > 1) expect(100 / leverage - 0.5).toBeGreaterThanOrEqual(2 * stopPct - 1e-6)
        },
      ),
    )
  })
})
