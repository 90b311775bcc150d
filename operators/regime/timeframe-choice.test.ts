import { describe, expect, test } from 'vitest'
import type { Timeframe } from '../timeframe.ts'
import { type Regime, regimes } from './regime.ts'
import { chooseTimeframes, fixedChoice } from './timeframe-choice.ts'

function chosen(
  regime: Regime,
  dailyVolatilityPct: number | null = 3,
  shortest: Timeframe = '1m',
): string {
  const { analysis, entry, scan } = chooseTimeframes({ regime, dailyVolatilityPct, shortest })
  return `${analysis} ${entry} ${scan}`
}

describe('the timeframes of a regime', () => {
  const cases: readonly (readonly [Regime, string, string, string])[] = [
    ['TRENDING', '4h 1h 1h', '1h 15m 15m', '1d 4h 4h'],
    ['RANGING', '1h 15m 15m', '15m 5m 5m', '4h 1h 1h'],
    ['BREAKOUT', '1h 5m 5m', '15m 1m 1m', '4h 15m 15m'],
    ['VOLATILE', '15m 1m 1m', '5m 1m 1m', '1h 5m 5m'],
    ['LOW_VOLATILITY', '1h 15m 15m', '15m 5m 5m', '4h 1h 1h'],
  ]
  for (const [regime, usual, shorter, longer] of cases) {
    test(`${regime}: ${usual}, one step shorter above 6 %, one longer below 2 %`, () => {
      expect(chosen(regime)).toBe(usual)
      expect([chosen(regime, 6), chosen(regime, 2)]).toEqual([usual, usual])
      expect(chosen(regime, 6.01)).toBe(shorter)
      expect(chosen(regime, 1.99)).toBe(longer)
    })
  }

  test('are not moved until fourteen days exist', () => {
    for (const regime of regimes) expect(chosen(regime, null)).toBe(chosen(regime))
  })

  test('are those of the shortest candles where shorter ones are asked for', () => {
    expect(chosen('VOLATILE', 3, '5m')).toBe('15m 5m 5m')
    expect(chosen('BREAKOUT', 7, '15m')).toBe('15m 15m 15m')
    expect(chosen('RANGING', 3, '1h')).toBe('1h 1h 1h')
    expect(chosen('TRENDING', 3, '1d')).toBe('1d 1d 1d')
  })

  test('come with the step and its reason', () => {
    const choice = (dailyVolatilityPct: number | null, shortest: Timeframe) => {
      const made = chooseTimeframes({ regime: 'VOLATILE', dailyVolatilityPct, shortest })
      return [made.step, made.reason]
    }
    expect(choice(7.123, '1m')).toEqual([
      -1,
      'VOLATILE, ATR14 of 1d is 7.12 %, above 6: one step shorter',
    ])
    expect(choice(1.5, '1m')).toEqual([
      1,
      'VOLATILE, ATR14 of 1d is 1.50 %, below 2: one step longer',
    ])
    expect(choice(3, '5m')).toEqual([
      0,
      'VOLATILE, ATR14 of 1d is 3.00 %; no candles of 1m, so of 5m',
    ])
    expect(choice(null, '1m')).toEqual([0, 'VOLATILE, ATR14 of 1d is not known yet'])
  })

  test('scan on the timeframe of the trigger candle', () => {
    for (const regime of regimes)
      for (const dailyVolatilityPct of [1, 3, 7]) {
        const choice = chooseTimeframes({ regime, dailyVolatilityPct, shortest: '1m' })
        expect(choice.scan).toBe(choice.entry)
      }
  })
})

test('without adaptation analysis is on 1h, entry and scan on 15m', () => {
  expect(fixedChoice()).toEqual({
    analysis: '1h',
    entry: '15m',
    scan: '15m',
    step: 0,
    reason: 'regime.adapt is off',
  })
})
