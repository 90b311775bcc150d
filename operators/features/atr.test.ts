import { expect, test } from 'vitest'
import { atr } from './atr.ts'
import { smoothed, trueRanges } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('atr counts the gap from the close before', () => {
  const candles = closesOf([10, 20, 20])
  expect(runIndicator(atr('atr_14', 2), candles).atr_14).toEqual([null, null, 5.75])
  expect(runIndicator(atr('atr_14', 2), flatCandles(3)).atr_14?.[2]).toBe(0)
})

describeGolden('atr(14)', atr('atr_14', 14), [{ name: 'atr_14', function: 'ATR', output: 'real' }])
describeProperties('atr(14)', atr('atr_14', 14), (candles) => ({
  atr_14: smoothed(trueRanges(candles), 14, 1 / 14, 1),
}))
