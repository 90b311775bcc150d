import { expect, test } from 'vitest'
import { cryptoMetrics } from './crypto.ts'
import { draw, known, legs } from './testing/chart.ts'

test('crypto fades those who pay to hold their side', () => {
  const longs = cryptoMetrics(draw({ context: { funding: known(0.0003) } }))
  const shorts = cryptoMetrics(draw({ context: { funding: known(-0.0002) } }))
  expect(longs).toMatchObject({ head: 'HEAD_I', direction: 'SHORT', validity: 'OK' })
  expect(longs.reasons).toEqual(['funding is 0.0300 %'])
  expect(shorts.direction).toBe('LONG')
})

test('crypto is FLAT on funding at the base rate', () => {
  const vote = cryptoMetrics(draw({ context: { funding: known(0.0001) } }))
  expect(vote.direction).toBe('FLAT')
})

test('crypto follows takers and is surer where they agree on both timeframes', () => {
  const near = cryptoMetrics(draw({ features: { taker_buy_ratio_20: 0.54 } }))
  const both = cryptoMetrics(
    draw({
      features: { taker_buy_ratio_20: 0.54 },
      hourlyFeatures: { taker_buy_ratio_20: 0.54 },
    }),
  )
  expect(both.direction).toBe('LONG')
  expect(both.confidence).toBeGreaterThan(near.confidence)
  expect(near.absent).toContain('1h.taker_buy_ratio_20')
})

test('crypto believes a move that open interest joins, and not one that it leaves', () => {
  const hourlyFeatures = { roc_12: 3 }
  const joined = cryptoMetrics(
    draw({ hourlyFeatures, context: { open_interest_change: known(0.06) } }),
  )
  const left = cryptoMetrics(
    draw({ hourlyFeatures, context: { open_interest_change: known(-0.06) } }),
  )
  expect(joined.direction).toBe('LONG')
  expect(left.direction).toBe('FLAT')
})

test('crypto fades accounts that are all on one side, wholly at three for one', () => {
  const vote = (ratio: number) =>
    cryptoMetrics(draw({ context: { long_short_ratio: known(ratio) } }))
  expect(vote(3.2)).toMatchObject({ direction: 'SHORT' })
  expect(vote(0.3)).toMatchObject({ direction: 'LONG' })
  expect(vote(3).probability).toBe(vote(9).probability)
  expect(vote(1.5).probability).toBeLessThan(vote(3).probability)
  expect(vote(1).direction).toBe('FLAT')
})

test('crypto fades a premium, and those who were just liquidated the other way', () => {
  const premium = cryptoMetrics(draw({ context: { premium: known(0.0008) } }))
  expect(premium.direction).toBe('SHORT')
  expect(premium.reasons).toEqual(['mark price is 0.080 % above the index'])
  const washed = cryptoMetrics(draw({ context: { liquidations: known(-0.8) } }))
  expect(washed.direction).toBe('LONG')
  expect(washed.reasons).toEqual(['90 % of what was liquidated within an hour were longs'])
})

test('crypto takes the breadth of the market for the wind in other coins, not in Bitcoin', () => {
  const context = { breadth: known(0.9) }
  expect(cryptoMetrics({ ...draw({ context }), symbol: 'ETHUSDT' }).direction).toBe('LONG')
  expect(cryptoMetrics(draw({ context })).validity).toBe('NO_DATA')
})

test('crypto does not believe a rise into which takers sell, nor a fall into which they buy', () => {
  const climb = (taker: number) => {
    const input = draw({ bars: legs(100, [110, 30]), features: { atr_14: 2 } })
    const trigger = input.candles[input.trigger] ?? []
    const told = trigger.map((candle) => ({ ...candle, taker_buy_volume: taker * candle.volume }))
    return cryptoMetrics({ ...input, candles: { ...input.candles, [input.trigger]: told } })
  }
  const sold = climb(0.44)
  expect(sold.direction).toBe('SHORT')
  expect(sold.reasons).toEqual(['price moved 3.3 ATR, takers -12.0 % of the volume the other way'])
  expect(climb(0.56).validity).toBe('NO_DATA')
  expect(
    cryptoMetrics(draw({ bars: legs(100, [110, 30]), features: { atr_14: 2 } })).absent,
  ).toContain('cvd_divergence')
})

test('crypto abstains without any of its inputs, and says which', () => {
  const vote = cryptoMetrics(draw({}))
  expect(vote.validity).toBe('NO_DATA')
  expect(vote.absent).toContain('funding')
  const stale = cryptoMetrics(draw({ context: { funding: known(0.0003, 90_000_000) } }))
  expect(stale.validity).toBe('STALE')
})
