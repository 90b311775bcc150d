import { expect, test } from 'vitest'
import { tema } from './tema.ts'
import { closes } from './testing/batch.ts'
import { describeGolden, describeStock } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'
import { combined, smoothedAgain } from './testing/smoothed-again.ts'

test('tema by hand: averages 2, 4, 6 of 1, 3, 5, 7, then 3, 5 of those, then 4', () => {
  const run = runIndicator(tema('tema_20', 2), closesOf([1, 3, 5, 7]))
  expect(run.tema_20?.slice(0, 3)).toEqual([null, null, null])
  expect(run.tema_20?.[3]).toBeCloseTo(3 * (6 - 5) + 4, 12)
})

test('tema of a flat price is the price', () => {
  expect(runIndicator(tema('tema_20', 20), flatCandles(58)).tema_20?.at(-1)).toBe(100)
})

describeGolden('tema(30)', tema('tema_20', 30), [
  { name: 'tema_20', function: 'TEMA', output: 'real' },
])

// Theirs seeds all averages with the first mean; by then nothing is left of it.
describeStock(
  'tema(20)',
  tema('tema_20', 20),
  [{ name: 'tema_20', file: 'tema', column: 'tema' }],
  300,
)

describeProperties('tema(20)', tema('tema_20', 20), (candles) => ({
  tema_20: combined(
    smoothedAgain(closes(candles), 20, 3),
    ([a = 0, b = 0, c = 0]) => 3 * a - 3 * b + c,
  ),
}))
