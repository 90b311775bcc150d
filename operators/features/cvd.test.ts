import { expect, test } from 'vitest'
import { cvd } from './cvd.ts'
import { sum } from './testing/batch.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, runIndicator } from './testing/series.ts'

test('cvd is null on a candle that does not say who took, and goes on after it', () => {
  const rows = [null, 4, 1, null, 3].map((takerBuyVolume) => ({
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    volume: 4,
    takerBuyVolume,
  }))
  expect(runIndicator(cvd('cvd'), candlesOf(rows)).cvd).toEqual([null, 4, 2, null, 4])
})

describeProperties('cvd', cvd('cvd'), (candles) => ({
  cvd: candles.map(({ taker_buy_volume: newest }, index) => {
    if (newest === null) return null
    const known = candles.slice(0, index + 1).filter((candle) => candle.taker_buy_volume !== null)
    const bought = sum(known.map((candle) => candle.taker_buy_volume ?? 0))
    return bought - (sum(known.map((candle) => candle.volume)) - bought)
  }),
}))
