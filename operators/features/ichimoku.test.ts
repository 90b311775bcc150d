import { expect, test } from 'vitest'
import type { Candle } from '../../schemas/contracts.generated.ts'
import { ichimoku } from './ichimoku.ts'
import { rolling } from './testing/batch.ts'
import { describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('ichimoku begins all parts together; the spans are those of the kijun period ago', () => {
  const run = runIndicator(ichimoku(1, 2, 3), closesOf([10, 20, 30, 10, 50, 90]))
  expect(run.ichimoku_tenkan).toEqual([null, null, null, null, 50, 90])
  expect(run.ichimoku_kijun).toEqual([null, null, null, null, 30, 70])
  expect(run.ichimoku_senkou_a).toEqual([null, null, null, null, (30 + 25) / 2, (10 + 20) / 2])
  expect(run.ichimoku_senkou_b).toEqual([null, null, null, null, 20, 20])
})

test('ichimoku of a flat price is the price', () => {
  const run = runIndicator(ichimoku(9, 26, 52), flatCandles(78))
  for (const series of Object.values(run)) expect(series?.slice(-2)).toEqual([null, 100])
})

// Theirs begins each line on its own.
describeStock(
  'ichimoku(9, 26, 52)',
  ichimoku(9, 26, 52),
  [
    { name: 'ichimoku_tenkan', file: 'ichimoku', column: 'tenkanSen' },
    { name: 'ichimoku_kijun', file: 'ichimoku', column: 'kijunSen' },
    { name: 'ichimoku_senkou_a', file: 'ichimoku', column: 'senkouSpanA' },
    { name: 'ichimoku_senkou_b', file: 'ichimoku', column: 'senkouSpanB' },
  ],
  77,
)

const middle = (window: readonly Candle[]) =>
  (Math.max(...window.map((c) => c.high)) + Math.min(...window.map((c) => c.low))) / 2

describeProperties('ichimoku(9, 26, 52)', ichimoku(9, 26, 52), (candles) => {
  const tenkan = rolling(candles, 9, middle)
  const kijun = rolling(candles, 26, middle)
  const spanB = rolling(candles, 52, middle)
  const known = <Item>(values: readonly (Item | null)[]) =>
    values.map((value, index) => (index < 77 ? null : value))
  const ago = candles.map((_, index) => index - 26)
  return {
    ichimoku_tenkan: known(tenkan),
    ichimoku_kijun: known(kijun),
    ichimoku_senkou_a: known(ago.map((at) => ((tenkan[at] ?? 0) + (kijun[at] ?? 0)) / 2)),
    ichimoku_senkou_b: known(ago.map((at) => spanB[at] ?? null)),
  }
})
