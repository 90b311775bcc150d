import { expect, test } from 'vitest'
import { takerBuyRatio } from './taker-buy-ratio.ts'
import { rolling, sum } from './testing/batch.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, runIndicator } from './testing/series.ts'

const name = 'taker_buy_ratio_20'

test('taker buy ratio is null while a candle of the window does not say who took', () => {
  const rows = [1, 2, null, 1, 4].map((takerBuyVolume) => ({
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    volume: 4,
    takerBuyVolume,
  }))
  const run = runIndicator(takerBuyRatio(name, 2), candlesOf(rows))
  expect(run[name]).toEqual([null, 0.375, null, null, 0.625])
})

describeProperties('takerBuyRatio(20)', takerBuyRatio(name, 20), (candles) => ({
  [name]: rolling(candles, 20, (window) => {
    const volume = sum(window.map((candle) => candle.volume))
    const known = window.every((candle) => candle.taker_buy_volume !== null)
    if (!known || volume === 0) return null
    return sum(window.map((candle) => candle.taker_buy_volume ?? 0)) / volume
  }),
}))
