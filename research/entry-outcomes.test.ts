import { expect, test } from 'vitest'
import { followDefaults } from '../operators/positions/follow.ts'
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
    levels: 'structure' as const,
    rewardRiskMin: 1.2,
    follow: followDefaults,
    ageMaxMs: 72 * 3_600_000,
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

test('a stop goes behind a swing that still stands, unless levels go by the ATR alone', () => {
  const falling = market([100, 100, 99.5, 98.7, 98.7])
  const turns = [{ kind: 'low' as const, price: 98.6, openMs: 0 }]
  const outcomeBy = (levels: 'atr' | 'structure') =>
    entryOutcomes([{ ...moment, turns }], 'LONG', { ...falling, levels })[0]
  // 1.2 ATR away it is hit; behind the swing, at 98.5, it is not.
  expect(outcomeBy('atr')).toBeCloseTo(-1.2 - 0.14, 6)
  expect(outcomeBy('structure')).toBeNaN()
})

test('a position ends by its age', () => {
  const quiet = { ...market([100, 100, 100, 100, 100]), ageMaxMs: 2 * minuteMs }
  expect(entryOutcomes([moment], 'LONG', quiet)[0]).toBeCloseTo(-0.14, 6)
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
