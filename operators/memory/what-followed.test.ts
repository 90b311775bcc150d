import { describe, expect, test } from 'vitest'
import type { FollowedCandle } from '../positions/follow.ts'
import { type Followed, type FollowTerms, whatFollowed } from './what-followed.ts'

const hour = 3_600_000
const terms: FollowTerms = { market: 'perpetual', tolerance: 0, ageMaxMs: 3 * hour }
/** From 100 with an ATR of 1: a LONG wins at 102.4 and loses at 98.8. Fees and slippage are 0.14 %. */
const entry = { close: 100, closeMs: 0, atr: 1 }

type Prices = readonly [open: number, high: number, low: number, close: number]
function hours(...rows: readonly Prices[]): readonly FollowedCandle[] {
  return rows.map(([open, high, low, close], at) => {
    return { openMs: at * hour, closeMs: (at + 1) * hour, open, high, low, close }
  })
}
const quiet: Prices = [100, 100.5, 99.5, 100.2]

function rounded(followed: Followed | null): readonly number[] | null {
  return (
    followed &&
    [followed.netPct, followed.drawdownPct].map((value) => Math.round(value * 1e6) / 1e6)
  )
}

describe('after a state', () => {
  const cases = [
    { name: 'a LONG wins', side: 'LONG', rows: [quiet, [100, 103, 99, 102]], given: [2.26, 1] },
    { name: 'a LONG is stopped', side: 'LONG', rows: [[100, 101, 98, 99]], given: [-1.34, 1.2] },
    {
      name: 'the stop comes first within a candle',
      side: 'LONG',
      rows: [[100, 103, 98, 102]],
      given: [-1.34, 1.2],
    },
    {
      name: 'a gap beyond the stop costs what it costs',
      side: 'LONG',
      rows: [[97, 98, 96, 97]],
      given: [-3.14, 3],
    },
    { name: 'a SHORT wins', side: 'SHORT', rows: [[100, 100.4, 97, 98]], given: [2.26, 0.4] },
    {
      name: 'a LONG expires at the last price',
      side: 'LONG',
      rows: [quiet, quiet, [100, 100.9, 99.1, 100.5], [100, 200, 1, 150]],
      given: [0.36, 0.9],
    },
  ] as const
  for (const { name, side, rows, given } of cases) {
    test(name, () =>
      expect(rounded(whatFollowed(side, entry, hours(...rows), [], terms))).toEqual(given),
    )
  }
})

test('a LONG on perpetuals pays the funding of its time, and of no other', () => {
  const funding = [0, hour, 4 * hour].map((timeMs) => ({ timeMs, rate: 0.001 }))
  const followed = whatFollowed('LONG', entry, hours(quiet, [100, 103, 99, 102]), funding, terms)
  expect(rounded(followed)).toEqual([2.16, 1])
})

test('there is no SHORT on spot, and nothing without candles', () => {
  expect(whatFollowed('SHORT', entry, hours(quiet), [], { ...terms, market: 'spot' })).toBeNull()
  expect(whatFollowed('LONG', entry, [], [], terms)).toBeNull()
})
