import { expect, test } from 'vitest'
import { garmanKlass } from './garman-klass.ts'
import { mean, rolling } from './testing/batch.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, flatCandles, runIndicator } from './testing/series.ts'

const name = 'garman_klass_20'

test('garman–klass weighs the range against the body', () => {
  const rows = [
    { open: 100, high: 110, low: 95, close: 105, volume: 1 },
    { open: 105, high: 106, low: 100, close: 101, volume: 1 },
  ]
  const run = runIndicator(garmanKlass(name, 2), candlesOf(rows))
  // By hand: ½·0.146603² − 0.386294·0.048790² = 0.009827 and ½·0.058269² − 0.386294·0.038840² = 0.001115.
  expect(run[name]?.[0]).toBeNull()
  expect(run[name]?.[1]).toBeCloseTo(0.073967, 5)
  expect(runIndicator(garmanKlass(name, 2), flatCandles(2))[name]).toEqual([null, 0])
})

test('garman–klass is 0, not the root of less, where a body is larger than its range', () => {
  const rows = [{ open: 100, high: 101, low: 100, close: 110, volume: 1 }]
  expect(runIndicator(garmanKlass(name, 1), candlesOf(rows))[name]).toEqual([0])
})

describeProperties('garmanKlass(20)', garmanKlass(name, 20), (candles) => ({
  [name]: rolling(candles, 20, (window) => {
    const variances = window.map(({ open, high, low, close }) => {
      const range = Math.log(high / low)
      const body = Math.log(close / open)
      return 0.5 * range * range - (2 * Math.LN2 - 1) * body * body
    })
    return Math.sqrt(mean(variances))
  }),
}))
