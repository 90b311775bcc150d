import { expect, test } from 'vitest'
import { createKept, keepCandle, keptCandles, stretchOf } from './kept-candles.ts'
import { candle, minute, symbol, t0 } from './testing/market.ts'

const hourOf = () => createKept(stretchOf(t0, '1m'), '1m')

test('a candle is given back as it was kept, with what it leaves open', () => {
  const kept = hourOf()
  const candles = [
    candle(0, { revision: 7, origin: 'BACKFILL', reanchored: true }),
    candle(minute, { quote_volume: null, trades: null, taker_buy_volume: null, synthetic: true }),
    candle(59 * minute, { origin: 'KLINE', volume: 0.1 + 0.2 }),
  ]
  for (const one of candles) keepCandle(kept, one)
  expect(keptCandles(kept, symbol, t0, t0 + 60 * minute)).toEqual(candles)
})

test('a revision takes the place of the candle', () => {
  const kept = hourOf()
  keepCandle(kept, candle(minute))
  keepCandle(kept, candle(minute, { revision: 1, close: 91, trades: null }))
  expect(keptCandles(kept, symbol, t0, t0 + 60 * minute)).toEqual([
    candle(minute, { revision: 1, close: 91, trades: null }),
  ])
})

test('only what opens within the times is given', () => {
  const kept = hourOf()
  for (let n = 0; n < 60; n++) keepCandle(kept, candle(n * minute))
  const given = (from: number, until: number): number[] =>
    keptCandles(kept, symbol, t0 + from * minute, t0 + until * minute).map(
      ({ open_time: openMs }) => (openMs - t0) / minute,
    )
  expect(given(5, 8)).toEqual([5, 6, 7])
  expect(given(-100, 2)).toEqual([0, 1])
  expect(given(58, 1_000)).toEqual([58, 59])
  expect(given(60, 120)).toEqual([])
})
