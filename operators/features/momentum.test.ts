import { expect, test } from 'vitest'
import { momentum } from './momentum.ts'
import { closes, rolling } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, runIndicator } from './testing/series.ts'

test('momentum is the distance to the close `period` candles before', () => {
  const run = runIndicator(momentum('mom_10', 2), closesOf([100, 50, 125, 25]))
  expect(run.mom_10).toEqual([null, null, 25, -25])
})

describeGolden('momentum(10)', momentum('mom_10', 10), [
  { name: 'mom_10', function: 'MOM', output: 'real' },
])

describeStock('momentum(14)', momentum('mom_10', 14), [
  { name: 'mom_10', file: 'roc', column: 'momentum' },
])

describeProperties('momentum(10)', momentum('mom_10', 10), (candles) => ({
  mom_10: rolling(closes(candles), 11, (window) => (window.at(-1) ?? 0) - (window[0] ?? 0)),
}))
