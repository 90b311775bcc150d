import { expect, test } from 'vitest'
import { keltner } from './keltner.ts'
import { smoothed, trueRanges, typicals } from './testing/batch.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('the keltner channel closes to its middle where nothing moves', () => {
  const flat = runIndicator(keltner(3, 2, 1), flatCandles(4))
  expect(flat.keltner_upper).toEqual([null, null, 100, 100])
  expect(flat.keltner_lower).toEqual(flat.keltner_middle)
})

test('the keltner channel reaches `width` ranges to either side, the gap counted', () => {
  const run = runIndicator(keltner(3, 2, 1), closesOf([10, 10, 16]))
  expect(run.keltner_middle).toEqual([null, null, 12])
  expect(run.keltner_upper).toEqual([null, null, 25])
  expect(run.keltner_lower).toEqual([null, null, -1])
})

describeGolden('keltner(20, 2, 10)', keltner(20, 2, 10), [
  { name: 'keltner_upper', function: 'KC', output: 'upperband' },
  { name: 'keltner_middle', function: 'KC', output: 'middleband' },
  { name: 'keltner_lower', function: 'KC', output: 'lowerband' },
])

describeProperties('keltner(20, 2, 10)', keltner(20, 2, 10), (candles) => {
  const middle = smoothed(typicals(candles), 20, 2 / 21)
  const range = smoothed(trueRanges(candles), 10, 1 / 10, 20 - 10)
  const at = (side: number) =>
    middle.map((value, index) => (value === null ? null : value + side * 2 * (range[index] ?? 0)))
  return { keltner_upper: at(1), keltner_middle: middle, keltner_lower: at(-1) }
})
