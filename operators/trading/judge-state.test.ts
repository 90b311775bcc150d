import { describe, expect, test } from 'vitest'
import { candlesOf, legs } from '../heads/testing/chart.ts'
import { featuresWith } from '../memory/testing/market-state.ts'
import {
  emptySymbol,
  hourAtrPct,
  judgeStateOfOld,
  levelMeasureOf,
  type SymbolState,
} from './judge-state.ts'

const knowing = (features: SymbolState['features']): SymbolState => ({ ...emptySymbol(), features })
const withAtr = (atr_14: number | null) => featuresWith({ atr_14 })

describe('levels are measured', () => {
  const known = knowing({ '15m': withAtr(1), '1h': withAtr(2), '4h': withAtr(4) })

  test('by 1h, or by the longer analysis timeframe', () => {
    expect(levelMeasureOf(known, '15m')).toEqual({ atr: 2, timeframe: '1h' })
    expect(levelMeasureOf(known, '1h')).toEqual({ atr: 2, timeframe: '1h' })
    expect(levelMeasureOf(known, '4h')).toEqual({ atr: 4, timeframe: '4h' })
  })

  test('by 1h while the longer one is not known, and not without it', () => {
    expect(levelMeasureOf(known, '1d')).toEqual({ atr: 2, timeframe: '1h' })
    const warming = knowing({ '1h': withAtr(2), '4h': withAtr(null) })
    expect(levelMeasureOf(warming, '4h')).toEqual({ atr: 2, timeframe: '1h' })
    expect(levelMeasureOf(knowing({ '15m': withAtr(1) }), '1h')).toBeNull()
  })

  test('while leverage goes by 1h', () => {
    expect(hourAtrPct(known, 50)).toBe(4)
    expect(hourAtrPct(knowing({ '4h': withAtr(4) }), 50)).toBeNull()
  })
})

test('a state that kept the regime itself goes on without it, with all else it knew', () => {
  const [quarter, hour] = [candlesOf(legs(1, [2, 2]), '15m'), candlesOf(legs(1, [2, 2]), '1h')]
  const old = {
    candles15m: quarter,
    candles1h: hour,
    features15m: withAtr(1),
    features1h: null,
    dailyVolatilityPct: 3,
    regime: { regime: 'TRENDING', pending: null, pendingCandles: 0 },
    history: { 'LONG RANGING': { cases: 3, wins: 1 } },
    fundingRate: 0.0001,
    votes: null,
  }
  expect(judgeStateOfOld(old)).toEqual({
    ...emptySymbol(),
    candles: { '15m': quarter, '1h': hour },
    features: { '15m': withAtr(1) },
    history: old.history,
    fundingRate: 0.0001,
  })
  const shared = { weights: {}, version: 3, preset: {} }
  expect(judgeStateOfOld(shared)).toBe(shared)
})
