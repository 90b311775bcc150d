import { expect, test } from 'vitest'
import { findSwings } from '../swings.ts'
import { type Bar, bar, candlesOf, legs } from '../testing/chart.ts'
import { findLiquiditySweep } from './liquidity-sweep.ts'

/** A swing low at 100, then back down to just above it. */
const approach = legs(112, [104, 20], [100, 6], [103, 6], [100.4, 5])
const swept = bar(100.4, 101.2, 99.3, 101.1)
const find = (bars: readonly Bar[], ageMax = 5) => {
  const candles = candlesOf(bars, '15m')
  return findLiquiditySweep(candles, findSwings(candles, 3), 1, ageMax)
}

test('a candle below a standing low that closes above it sweeps the lows', () => {
  const sweep = find([...approach, swept])
  expect(sweep).toMatchObject({ age: 0, price: 100 })
  expect(sweep?.rejection).toBeCloseTo(1.8 / 1.9, 9)
})

test('a close below the lows is a break, not a sweep, and undoes one before', () => {
  expect(find([...approach, bar(100.4, 100.5, 99.3, 99.4)])).toBeNull()
  expect(find([...approach, swept, bar(101.1, 101.1, 99.5, 99.6)])).toBeNull()
})

test('a low that was passed before holds no liquidity any more', () => {
  const again = legs(99.4, [102, 5], [99.9, 4])
  const candles = candlesOf([...approach, bar(100.4, 100.5, 99.3, 99.4), ...again, swept], '15m')
  const swings = findSwings(candles, 3).filter(({ price }) => price === 100)
  expect(swings).toHaveLength(1)
  expect(findLiquiditySweep(candles, swings, 1, 3)).toBeNull()
})

test('a sweep is remembered for as many candles as asked', () => {
  const later = legs(101.1, [102, 3])
  expect(find([...approach, swept, ...later], 3)).toMatchObject({ age: 3 })
  expect(find([...approach, swept, ...later], 2)).toBeNull()
})
