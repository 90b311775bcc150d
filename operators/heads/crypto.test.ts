import { expect, test } from 'vitest'
import { cryptoMetrics } from './crypto.ts'
import { draw, known } from './testing/chart.ts'

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

test('crypto abstains without any of its inputs, and says which', () => {
  const vote = cryptoMetrics(draw({}))
  expect(vote.validity).toBe('NO_DATA')
  expect(vote.absent).toContain('funding')
  const stale = cryptoMetrics(draw({ context: { funding: known(0.0003, 90_000_000) } }))
  expect(stale.validity).toBe('STALE')
})
