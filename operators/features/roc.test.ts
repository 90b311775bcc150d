import { expect, test } from 'vitest'
import { roc } from './roc.ts'
import { closes, rolling } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, runIndicator } from './testing/series.ts'

test('roc compares with the close `period` candles before', () => {
  const run = runIndicator(roc('roc_12', 2), closesOf([100, 50, 125, 25]))
  expect(run.roc_12).toEqual([null, null, 25, -50])
})

describeGolden('roc(10)', roc('roc_12', 10), [{ name: 'roc_12', function: 'ROC', output: 'real' }])

describeProperties('roc(12)', roc('roc_12', 12), (candles) => ({
  roc_12: rolling(closes(candles), 13, (window) => {
    const before = window[0] ?? 0
    return (100 * ((window.at(-1) ?? 0) - before)) / before
  }),
}))
