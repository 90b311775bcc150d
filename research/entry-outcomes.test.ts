import { expect, test } from 'vitest'
import { entryOutcomes } from './entry-outcomes.ts'

const minuteMs = 60_000

/** A minute a price, half a unit around it. */
function market(closes: readonly number[]) {
  return {
    market: 'perpetual' as const,
    candles: closes.map((close, at) => {
      const open = closes[at - 1] ?? close
      const [low, high] = [Math.min(open, close), Math.max(open, close)]
      return { open_time: at * minuteMs, open, high, low, close }
    }),
    candleMs: minuteMs,
    funding: [],
    entryDelayMs: 4_000,
  }
}

const moment = { closeTimeMs: minuteMs, close: 100, atr: 1 }

test('a rise takes the profit of a LONG and stops a SHORT, net of costs', () => {
  const rising = market([100, 100, 101, 102, 103])
  const [long = Number.NaN] = entryOutcomes([moment], 'LONG', rising)
  const [short = Number.NaN] = entryOutcomes([moment], 'SHORT', rising)
  // The profit counts from 0.1 % before 102.4; the stop is booked at 101.2; costs are 0.14 %.
  expect(long).toBeCloseTo(2.4 - 0.1024 - 0.14, 6)
  expect(short).toBeCloseTo(-1.2 - 0.14, 6)
})

test('a position that the candles do not end is left out, and so is one without levels', () => {
  const quiet = market([100, 100, 100, 100])
  expect([...entryOutcomes([moment, { ...moment, atr: 0 }], 'LONG', quiet)]).toEqual([
    Number.NaN,
    Number.NaN,
  ])
})

test('what came before the moment plays no part', () => {
  const rising = market([100, 100, 101, 102, 103])
  const [first, ...rest] = rising.candles
  const wild = { ...rising, candles: [{ ...first, open_time: 0, low: 1, high: 900 }, ...rest] }
  expect(entryOutcomes([moment], 'LONG', wild as typeof rising)).toEqual(
    entryOutcomes([moment], 'LONG', rising),
  )
})
