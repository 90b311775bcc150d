import { expect, test } from 'vitest'
import { initialDesk, openTotals, withoutSignal, withSignal } from './desk-state.ts'

const size = { notional: 5_000, margin: 1_000, riskPct: 1, limitedBy: 'risk' } as const
const long = { id: 'a', symbol: 'BTCUSDT', direction: 'LONG', regime: 'RANGING' } as const
const short = { id: 'b', symbol: 'ETHUSDT', direction: 'SHORT', regime: 'RANGING' } as const

const both = withSignal(withSignal(initialDesk, long, size, 10), short, size, 20)

test('a signal opens and starts its cool-downs', () => {
  expect(both.open.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(both.lastSignalMs).toBe(20)
  expect(both.lastByDirectionMs).toEqual({ LONG: 10, SHORT: 20 })
  expect(both.lastBySymbolMs).toEqual({ BTCUSDT: 10, ETHUSDT: 20 })
  expect(openTotals(both)).toEqual({ openNotional: 10_000, openMargin: 2_000, openRiskPct: 2 })
})

test('an end leaves the cool-downs running', () => {
  const one = withoutSignal(both, 'a')
  expect(one.open.map(({ id }) => id)).toEqual(['b'])
  expect(one.lastBySymbolMs).toEqual(both.lastBySymbolMs)
  expect(withoutSignal(both, 'unknown')).toEqual(both)
})

test('the state survives a structured clone', () => {
  expect(structuredClone(both)).toEqual(both)
})
