import { expect, test } from 'vitest'
import { edgeLean } from './edge-lean.ts'
import { MinuteCandles } from './minute-candles.ts'

/** Minutes with one trade each, of 100 lots, of which takers bought or sold all. */
function candlesOf(rows: readonly (readonly [tick: number, takerBuys: boolean])[]): MinuteCandles {
  const candles = new MinuteCandles(0, rows[0]?.[0] ?? 1)
  for (const [minute, [tick, takerBuys]] of rows.entries()) {
    candles.trade(minute + 1, minute * 60_000, tick, 100, takerBuys)
  }
  return candles
}

const edge = { lookbackMinutes: 2, driftPctPerHour: 1 }
const rows = [
  [100, false],
  [100, true],
  [103, true],
  [105, false],
  // Open: what happens in it, no head has seen.
  [1, false],
] as const

test('momentum and reversal look at closed minutes alone', () => {
  const candles = candlesOf(rows)
  expect(edgeLean({ ...edge, rule: 'momentum' }, candles, [])).toBe(5)
  expect(edgeLean({ ...edge, rule: 'reversal' }, candles, [])).toBe(-5)
})

test('takers count by what they bought and sold in that time', () => {
  const candles = candlesOf(rows)
  expect(edgeLean({ ...edge, rule: 'takers' }, candles, [])).toBe(0)
  expect(edgeLean({ ...edge, rule: 'takers', lookbackMinutes: 3 }, candles, [])).toBe(100)
})

test('a crowd is gone against', () => {
  const sample = {
    timeMs: 0,
    openLots: 10,
    longAccounts: 7,
    shortAccounts: 3,
    topLongLots: 5,
    topShortLots: 5,
    premium: 0,
    price: 1,
  }
  expect(edgeLean({ ...edge, rule: 'crowd' }, candlesOf(rows), [sample])).toBe(-4)
  expect(edgeLean({ ...edge, rule: 'crowd' }, candlesOf(rows), [])).toBe(0)
})
