import { expect, test } from 'vitest'
import { rolling, sum } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, flatCandles, runIndicator } from './testing/series.ts'
import { vwma } from './vwma.ts'

const traded = ([price, volume]: readonly [number, number]) => ({
  open: price,
  high: price,
  low: price,
  close: price,
  volume,
})

test('vwma weighs each close by its volume', () => {
  const candles = candlesOf(
    (
      [
        [10, 1],
        [20, 3],
        [30, 0],
      ] as const
    ).map(traded),
  )
  expect(runIndicator(vwma('vwma_20', 2), candles).vwma_20).toEqual([null, 17.5, 20])
})

test('vwma is null where nothing traded, also after a large volume', () => {
  const candles = [...candlesOf([[10, 1e9] as const].map(traded)), ...flatCandles(3)]
  expect(runIndicator(vwma('vwma_20', 2), candles).vwma_20).toEqual([null, 10, null, null])
})

describeGolden('vwma(30)', vwma('vwma_20', 30), [
  { name: 'vwma_20', function: 'VWMA', output: 'real' },
])

describeStock('vwma(14)', vwma('vwma_20', 14), [{ name: 'vwma_20', file: 'vwma', column: 'vwma' }])

describeProperties('vwma(20)', vwma('vwma_20', 20), (candles) => ({
  vwma_20: rolling(candles, 20, (window) => {
    const volume = sum(window.map((candle) => candle.volume))
    return volume === 0 ? null : sum(window.map((c) => c.close * c.volume)) / volume
  }),
}))
