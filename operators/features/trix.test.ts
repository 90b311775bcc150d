import { expect, test } from 'vitest'
import { closes } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'
import { smoothedAgain } from './testing/smoothed-again.ts'
import { trix } from './trix.ts'

test('trix by hand: the third average goes from 4 to 6', () => {
  const run = runIndicator(trix('trix_15', 2), closesOf([1, 3, 5, 7, 9]))
  expect(run.trix_15?.slice(0, 4)).toEqual([null, null, null, null])
  expect(run.trix_15?.[4]).toBeCloseTo(50, 12)
})

test('trix of a flat price is 0', () => {
  expect(runIndicator(trix('trix_15', 15), flatCandles(44)).trix_15?.at(-1)).toBe(0)
})

describeGolden('trix(30)', trix('trix_15', 30), [
  { name: 'trix_15', function: 'TRIX', output: 'real' },
])

// Theirs seeds all averages with the first mean; by then nothing is left of it.
describeStock(
  'trix(14)',
  trix('trix_15', 14),
  [{ name: 'trix_15', file: 'trix', column: 'trix' }],
  300,
)

describeProperties('trix(15)', trix('trix_15', 15), (candles) => {
  const third = smoothedAgain(closes(candles), 15, 3)[2] ?? []
  return {
    trix_15: third.map((value, index) => {
      const before = third[index - 1] ?? null
      return value === null || before === null ? null : (100 * (value - before)) / before
    }),
  }
})
