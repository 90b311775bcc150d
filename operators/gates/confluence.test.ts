import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { presets } from '../consensus/presets.ts'
import { confluenceGate, confluenceOf } from './confluence.ts'
import { bullish, features, rising } from './testing/cases.ts'

describe('confluence', () => {
  test('parts are worth 30, 20, 20, 15 and 15 of 100', () => {
    const { parts, score } = confluenceOf({ side: 'LONG', features: bullish, candles: rising })
    expect(parts.map(({ of }) => of)).toEqual([30, 20, 20, 15, 15])
    expect(score).toBeCloseTo(100, 9)
  })

  test('says little for the other side', () => {
    const { score } = confluenceOf({ side: 'SHORT', features: bullish, candles: rising })
    expect(score).toBeLessThan(20)
  })

  test('scales up what can be measured, from half of the points', () => {
    const half = features({ macd: -1, macd_histogram: 1, relative_volume_20: 1.5 })
    const { score } = confluenceOf({ side: 'LONG', features: half, candles: rising })
    expect(score).toBeCloseTo(((30 + 20 + 10) / 65) * 100, 9)
    const less = features({ macd: 1, macd_histogram: 1 })
    expect(confluenceOf({ side: 'LONG', features: less, candles: rising }).score).toBeNull()
  })

  test('refuses while too little is known, and says what is absent', () => {
    const verdict = confluenceGate(
      { side: 'LONG', features: features(), candles: [] },
      presets.standard,
    )
    expect(verdict).toEqual({
      gate: 'confluence',
      value: null,
      threshold: 60,
      passed: false,
      note:
        'price action absent of 30, Bollinger absent of 20, volume absent of 20, ' +
        'MACD absent of 15, moving averages absent of 15',
    })
  })

  test('asks 70, 60 or 50', () => {
    const given = { side: 'LONG', features: bullish, candles: rising } as const
    const asked = Object.values(presets).map((preset) => confluenceGate(given, preset).threshold)
    expect(asked).toEqual([70, 60, 50])
    expect(confluenceGate(given, presets.strict).passed).toBe(true)
  })

  test('stays between 0 and 100', () => {
    const number = fc.option(fc.double({ min: -1_000, max: 1_000, noNaN: true }))
    const some = fc.record({
      bollinger_lower: number,
      bollinger_upper: number,
      relative_volume_20: number,
      taker_buy_ratio_20: number,
      macd: number,
      macd_histogram: number,
      ema_9: number,
      ema_21: number,
      ema_50: number,
      sma_200: number,
    })
    fc.assert(
      fc.property(some, fc.constantFrom('LONG' as const, 'SHORT' as const), (more, side) => {
        const { score } = confluenceOf({ side, features: features(more), candles: rising })
        if (score === null) return
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(100 + 1e-9)
      }),
    )
  })
})
