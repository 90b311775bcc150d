import { expect, test } from 'vitest'
import { parkinson } from './parkinson.ts'
import { mean, rolling } from './testing/batch.ts'
import { describeProperties } from './testing/properties.ts'
import { candlesOf, flatCandles, runIndicator } from './testing/series.ts'

const name = 'parkinson_20'

test('parkinson is the root mean square of the log range over 4 ln 2', () => {
  const rows = [1, 4].map((times) => ({
    open: 1,
    high: times,
    low: 1,
    close: 1,
    volume: 1,
  }))
  // Ranges 0 and 2 ln 2: the root of (2 ln 2)² / (2 · 4 ln 2), which is that of ½ ln 2.
  const run = runIndicator(parkinson(name, 2), candlesOf(rows))
  expect(run[name]?.[0]).toBeNull()
  expect(run[name]?.[1]).toBeCloseTo(Math.sqrt(Math.LN2 / 2), 12)
  expect(runIndicator(parkinson(name, 2), flatCandles(2))[name]).toEqual([null, 0])
})

describeProperties('parkinson(20)', parkinson(name, 20), (candles) => ({
  [name]: rolling(candles, 20, (window) => {
    const squares = window.map(({ high, low }) => Math.log(high / low) * Math.log(high / low))
    return Math.sqrt(mean(squares) / (4 * Math.LN2))
  }),
}))
