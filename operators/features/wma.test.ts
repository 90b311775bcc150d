import { expect, test } from 'vitest'
import { closes, rolling } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { linearMean } from './testing/linear-mean.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'
import { wma } from './wma.ts'

test('wma leans to the newest close', () => {
  const run = runIndicator(wma('wma_20', 3), closesOf([6, 12, 18, 0]))
  expect(run.wma_20).toEqual([null, null, 14, 8])
})

test('wma of a flat price is the price', () => {
  expect(runIndicator(wma('wma_20', 3), flatCandles(3)).wma_20).toEqual([null, null, 100])
})

describeGolden('wma(30)', wma('wma_20', 30), [{ name: 'wma_20', function: 'WMA', output: 'real' }])

describeStock('wma(14)', wma('wma_20', 14), [{ name: 'wma_20', file: 'wma', column: 'wma' }])

describeProperties('wma(20)', wma('wma_20', 20), (candles) => ({
  wma_20: rolling(closes(candles), 20, linearMean),
}))
