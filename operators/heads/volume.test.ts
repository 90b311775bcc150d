import { expect, test } from 'vitest'
import { type Bar, bar, draw } from './testing/chart.ts'
import { volume } from './volume.ts'

/** Rises and falls in turn, the rises on `up` volume, and a last candle with a body of one ATR. */
function chart(up: number, down: number, last: number): Bar[] {
  const bars = Array.from({ length: 30 }, (_, index) =>
    index % 2 === 0 ? bar(100, 101, 100, 101, up) : bar(101, 101, 100, 100, down),
  )
  return [...bars, bar(100, 101, 100, 101, last)]
}

const features = { relative_volume_20: 2.8, mfi_14: 72, rsi_14: 54, vwap: 99 }

test('volume is LONG where rising candles carry the volume and the last one is a push', () => {
  const vote = volume(draw({ bars: chart(20, 8, 40), features }))
  expect(vote).toMatchObject({ head: 'HEAD_C', direction: 'LONG', validity: 'OK' })
  expect(vote.probability).toBeGreaterThan(0.7)
  expect(vote.absent).toEqual(['15m.taker_buy_ratio_20'])
})

test('volume is not convinced by the same prices on even volume', () => {
  const even = { ...features, relative_volume_20: 1, mfi_14: 54 }
  const vote = volume(draw({ bars: chart(10, 10, 10), features: even }))
  expect(vote.probability).toBeLessThan(0.55)
})

test('volume believes it more where takers bought, and less where little traded', () => {
  const bars = chart(20, 8, 40)
  const before = volume(draw({ bars, features }))
  const bought = volume(draw({ bars, features: { ...features, taker_buy_ratio_20: 0.56 } }))
  const thin = volume(draw({ bars, features: { ...features, relative_volume_20: 0.2 } }))
  expect(bought.confidence).toBeGreaterThan(before.confidence)
  expect(thin.confidence).toBeLessThan(before.confidence)
})

test('volume abstains where nothing traded before', () => {
  expect(volume(draw({ bars: chart(1, 1, 1) })).validity).toBe('NO_DATA')
  expect(volume(draw({ bars: chart(1, 1, 1).slice(-5) })).validity).toBe('WARMING')
})
