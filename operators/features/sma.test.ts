import { expect, test } from 'vitest'
import { sma } from './sma.ts'
import { closes, mean, rolling } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, runIndicator } from './testing/series.ts'

test('sma averages the newest closes and is null before there are enough', () => {
  const run = runIndicator(sma('sma_20', 3), closesOf([1, 2, 3, 7]))
  expect(run.sma_20).toEqual([null, null, 2, 4])
})

describeGolden('sma(30)', sma('sma_20', 30), [{ name: 'sma_20', function: 'MA', output: 'real' }])

describeProperties('sma(5)', sma('sma_20', 5), (candles) => ({
  sma_20: rolling(closes(candles), 5, mean),
}))
