import { expect, test } from 'vitest'
import type { Liquidation } from '../binance/stream-message.ts'
import { LiquidationWindow } from './liquidation-window.ts'

const minute = 60_000
const t0 = Date.UTC(2026, 0, 1)
const closed = (
  n: number,
  side: 'BUY' | 'SELL',
  quantity: number,
  symbol = 'BTCUSDT',
): Liquidation => ({
  symbol,
  type: 'liquidation',
  eventMs: t0 + n * minute + 7,
  side,
  price: 100,
  quantity,
})

test('of an hour, longs that were closed count down and shorts up, by notional', () => {
  const window = new LiquidationWindow()
  window.add(closed(0, 'SELL', 3))
  window.add(closed(1, 'BUY', 1))
  expect(window.observe(t0 + 2 * minute + 5)).toEqual([
    {
      symbol: 'BTCUSDT',
      kind: 'liquidations',
      value: -0.5,
      eventMs: t0 + 2 * minute,
      detail: 'longs 300, shorts 100',
    },
  ])
})

test('the minute at hand waits until it is over, and what is older than an hour is gone', () => {
  const window = new LiquidationWindow()
  window.add(closed(0, 'SELL', 1))
  expect(window.observe(t0 + 30_000)).toEqual([])
  expect(window.observe(t0 + 60 * minute)).toHaveLength(1)
  expect(window.observe(t0 + 61 * minute)).toEqual([])
})

test('symbols are told apart', () => {
  const window = new LiquidationWindow()
  window.add(closed(0, 'SELL', 1))
  window.add(closed(0, 'BUY', 1, 'ETHUSDT'))
  const told = window.observe(t0 + 5 * minute).map(({ symbol, value }) => [symbol, value])
  expect(told).toEqual([
    ['BTCUSDT', -1],
    ['ETHUSDT', 1],
  ])
})
