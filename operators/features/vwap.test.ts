import { expect, test } from 'vitest'
import { sum, typicals } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'
import { dayMs, vwap } from './vwap.ts'

test('vwap begins anew with each UTC day and is null until something traded in it', () => {
  const day = closesOf(Array.from({ length: 25 }, (_, index) => 100 + index))
  const run = runIndicator(vwap('vwap', dayMs), day)
  expect(run.vwap?.[23]).toBeCloseTo(111.5, 9)
  expect(run.vwap?.[24]).toBe(124)
  expect(runIndicator(vwap('vwap', dayMs), flatCandles(2)).vwap).toEqual([null, null])
})

describeGolden('vwap without a session', vwap('vwap', Number.POSITIVE_INFINITY), [
  { name: 'vwap', function: 'VWAP', output: 'real' },
])

describeProperties('vwap', vwap('vwap', dayMs), (candles) => {
  const prices = typicals(candles)
  const day = (index: number) => Math.floor((candles[index]?.open_time ?? 0) / dayMs)
  return {
    vwap: candles.map((_, index) => {
      const same = candles.map((__, i) => i).filter((i) => i <= index && day(i) === day(index))
      const volume = sum(same.map((i) => candles[i]?.volume ?? 0))
      if (volume === 0) return null
      return sum(same.map((i) => (prices[i] ?? 0) * (candles[i]?.volume ?? 0))) / volume
    }),
  }
})
