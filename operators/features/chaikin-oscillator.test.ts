import { expect, test } from 'vitest'
import { chaikinOscillator } from './chaikin-oscillator.ts'
import { sum } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { moneyFlows } from './testing/money-flow.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, flatCandles, runIndicator } from './testing/series.ts'

const name = 'chaikin_oscillator'

test('the chaikin oscillator compares two averages of the line, and is 0 where nothing trades', () => {
  const rows = [3, 4, 4].map((close) => ({ open: 3, high: 4, low: 2, close, volume: 12 }))
  const run = runIndicator(chaikinOscillator(name, 1, 2), candlesOf(rows))
  expect(run[name]?.[0]).toBeNull()
  expect(run[name]?.[1]).toBeCloseTo(12 - 8, 12)
  expect(run[name]?.[2]).toBeCloseTo(24 - (8 + (2 / 3) * 16), 12)
  expect(runIndicator(chaikinOscillator(name, 1, 2), flatCandles(2))[name]).toEqual([null, 0])
})

const standard = chaikinOscillator(name, 3, 10)

describeGolden('chaikinOscillator(3, 10)', standard, [{ name, function: 'ADOSC', output: 'real' }])

// Its averages start at a simple mean; (9/11)^150 of that difference is left.
describeStock(
  'chaikinOscillator(3, 10)',
  standard,
  [{ name, file: 'chaikin-osc', column: 'oscillator' }],
  150,
)

describeProperties('chaikinOscillator(3, 10)', standard, (candles) => {
  const line = moneyFlows(candles).map((_, index, flows) => sum(flows.slice(0, index + 1)))
  const average = (period: number) => {
    const weight = 2 / (period + 1)
    const values: number[] = []
    for (const value of line) {
      values.push(weight * value + (1 - weight) * (values.at(-1) ?? value))
    }
    return values
  }
  const slow = average(10)
  return {
    [name]: average(3).map((fast, index) => (index < 9 ? null : fast - (slow[index] ?? 0))),
  }
})
