import { expect, test } from 'vitest'
import { minusDi } from './minus-di.ts'
import { directionalBatch } from './testing/directional-movement.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('−DI of a steady fall is high, and 0 in a rise or where the price never moved', () => {
  const falling = closesOf(Array.from({ length: 40 }, (_, index) => 100 - index))
  const rising = closesOf(Array.from({ length: 40 }, (_, index) => 100 + index))
  expect(runIndicator(minusDi('minus_di_14', 14), falling).minus_di_14?.at(-1)).toBeGreaterThan(60)
  expect(runIndicator(minusDi('minus_di_14', 14), rising).minus_di_14?.at(-1)).toBe(0)
  expect(runIndicator(minusDi('minus_di_14', 14), flatCandles(40)).minus_di_14?.at(-1)).toBe(0)
})

describeGolden('minusDi(14)', minusDi('minus_di_14', 14), [
  { name: 'minus_di_14', function: 'MINUS_DI', output: 'real' },
])

describeProperties('minusDi(14)', minusDi('minus_di_14', 14), directionalBatch)
