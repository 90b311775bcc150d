import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dpo } from './dpo.ts'
import { closes, mean, rolling } from './testing/batch.ts'
import { describeGolden, expectSameSeries, stockCandles, stockSeries } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('dpo sets the close of half a period and one ago against the mean of now', () => {
  const run = runIndicator(dpo('dpo_20', 4), closesOf([10, 20, 30, 40, 80]))
  expect(run.dpo_20).toEqual([null, null, null, 10 - 25, 20 - 42.5])
})

test('dpo of a flat price is 0', () => {
  expect(runIndicator(dpo('dpo_20', 4), flatCandles(4)).dpo_20?.at(-1)).toBe(0)
})

describeGolden('dpo(20)', dpo('dpo_20', 20), [{ name: 'dpo_20', function: 'DPO', output: 'real' }])

const stockFolder = new URL('../../../shared/data/golden/stock-indicators/', import.meta.url)

test.skipIf(!existsSync(stockFolder))(
  'dpo(14) is what Stock.Indicators puts 8 bars earlier',
  () => {
    const ours = runIndicator(dpo('dpo_20', 14), stockCandles()).dpo_20
    const theirs = stockSeries('dpo', 'dpo')
    expectSameSeries('dpo', ours?.slice(8), theirs.slice(0, -8))
  },
)

describeProperties('dpo(20)', dpo('dpo_20', 20), (candles) => ({
  dpo_20: rolling(closes(candles), 20, (window) => (window[20 - 1 - 11] ?? 0) - mean(window)),
}))
