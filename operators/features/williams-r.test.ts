import { expect, test } from 'vitest'
import { rolling } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'
import { williamsR } from './williams-r.ts'

test('williams %R says where the close stands under the range, and 0 without a range', () => {
  const run = runIndicator(williamsR('williams_r_14', 2), closesOf([1, 2, 2]))
  expect(run.williams_r_14).toEqual([null, -25, -50])
  expect(runIndicator(williamsR('williams_r_14', 2), flatCandles(2)).williams_r_14?.[1]).toBe(0)
})

describeGolden('williamsR(14)', williamsR('williams_r_14', 14), [
  { name: 'williams_r_14', function: 'WILLR', output: 'real' },
])

describeProperties('williamsR(14)', williamsR('williams_r_14', 14), (candles) => ({
  williams_r_14: rolling(candles, 14, (window) => {
    const high = Math.max(...window.map((candle) => candle.high))
    const low = Math.min(...window.map((candle) => candle.low))
    return high === low ? 0 : (-100 * (high - (window.at(-1)?.close ?? 0))) / (high - low)
  }),
}))
