import { expect, test } from 'vitest'
import { dema } from './dema.ts'
import { closes } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'
import { combined, smoothedAgain } from './testing/smoothed-again.ts'

test('dema by hand: averages 2, 4 of 1, 3, 5 and 3 of those', () => {
  const run = runIndicator(dema('dema_20', 2), closesOf([1, 3, 5]))
  expect(run.dema_20).toEqual([null, null, 2 * 4 - 3])
})

test('dema of a flat price is the price', () => {
  expect(runIndicator(dema('dema_20', 20), flatCandles(39)).dema_20?.at(-1)).toBe(100)
})

describeGolden('dema(30)', dema('dema_20', 30), [
  { name: 'dema_20', function: 'DEMA', output: 'real' },
])

// Theirs seeds both averages with the first mean; by then nothing is left of it.
describeStock(
  'dema(14)',
  dema('dema_20', 14),
  [{ name: 'dema_20', file: 'dema', column: 'dema' }],
  200,
)

describeProperties('dema(20)', dema('dema_20', 20), (candles) => ({
  dema_20: combined(smoothedAgain(closes(candles), 20, 2), ([a = 0, b = 0]) => 2 * a - b),
}))
