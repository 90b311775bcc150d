import { expect, test } from 'vitest'
import { t3 } from './t3.ts'
import { closes } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { flatCandles, runIndicator } from './testing/series.ts'
import { combined, smoothedAgain } from './testing/smoothed-again.ts'

test('t3 of a flat price is the price', () => {
  expect(runIndicator(t3('t3_5', 5, 0.7), flatCandles(25)).t3_5?.at(-1)).toBeCloseTo(100, 11)
})

describeGolden('t3(5, 0.7)', t3('t3_5', 5, 0.7), [{ name: 't3_5', function: 'T3', output: 'real' }])

// Theirs begins all averages with the first close; by then nothing is left of it.
describeStock('t3(5, 0.7)', t3('t3_5', 5, 0.7), [{ name: 't3_5', file: 't3', column: 't3' }], 150)

/**
 * Tillson's own form: with E for one averaging, (1.7 E − 0.7 E²) three times over. That is E³ times
 * (1.7 − 0.7 E)³, so each round weighs an average against the next one.
 */
function weighed(averages: readonly number[]): number[] {
  return averages.slice(1).map((again, index) => 1.7 * (averages[index] ?? 0) - 0.7 * again)
}

describeProperties('t3(5, 0.7)', t3('t3_5', 5, 0.7), (candles) => ({
  t3_5: combined(
    smoothedAgain(closes(candles), 5, 6),
    (averages) => weighed(weighed(weighed(averages.slice(2))))[0] ?? 0,
  ),
}))
