import { expect, test } from 'vitest'
import { accumulationDistribution } from './accumulation-distribution.ts'
import { sum } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { moneyFlows } from './testing/money-flow.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, runIndicator } from './testing/series.ts'

const indicator = accumulationDistribution('ad_line')

test('the line adds the volume by where the candle closed, and stands still without a range', () => {
  const rows = [4, 2, 3].map((close) => ({ open: 3, high: 4, low: 2, close, volume: 10 }))
  const still = { open: 3, high: 3, low: 3, close: 3, volume: 10 }
  expect(runIndicator(indicator, candlesOf([...rows, still])).ad_line).toEqual([10, 0, 0, 0])
})

describeGolden('accumulation/distribution', indicator, [
  { name: 'ad_line', function: 'AD', output: 'real' },
])

describeStock('accumulation/distribution', indicator, [
  { name: 'ad_line', file: 'adl', column: 'adl' },
])

describeProperties('accumulation/distribution', indicator, (candles) => ({
  ad_line: moneyFlows(candles).map((_, index, flows) => sum(flows.slice(0, index + 1))),
}))
