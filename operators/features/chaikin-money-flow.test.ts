import { expect, test } from 'vitest'
import { chaikinMoneyFlow } from './chaikin-money-flow.ts'
import { rolling, sum } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { moneyFlows } from './testing/money-flow.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, flatCandles, runIndicator } from './testing/series.ts'

test('chaikin money flow is the share of the flow in the volume, and 0 where nothing trades', () => {
  const rows = [4, 2].map((close) => ({ open: 3, high: 4, low: 2, close, volume: close * 10 }))
  const run = runIndicator(chaikinMoneyFlow('cmf_20', 2), candlesOf(rows))
  expect(run.cmf_20?.[0]).toBeNull()
  expect(run.cmf_20?.[1]).toBeCloseTo((40 - 20) / 60, 12)
  expect(runIndicator(chaikinMoneyFlow('cmf_20', 2), flatCandles(2)).cmf_20).toEqual([null, 0])
})

const standard = chaikinMoneyFlow('cmf_20', 20)

describeGolden('chaikinMoneyFlow(20)', standard, [
  { name: 'cmf_20', function: 'CMF', output: 'real' },
])

describeStock('chaikinMoneyFlow(20)', standard, [{ name: 'cmf_20', file: 'cmf', column: 'cmf' }])

describeProperties('chaikinMoneyFlow(20)', standard, (candles) => {
  const flows = moneyFlows(candles)
  const parts = candles.map(({ volume }, index) => ({ volume, flow: flows[index] ?? 0 }))
  return {
    cmf_20: rolling(parts, 20, (window) => {
      const volume = sum(window.map((part) => part.volume))
      return volume === 0 ? 0 : sum(window.map((part) => part.flow)) / volume
    }),
  }
})
