import { expect, test } from 'vitest'
import { plusDi } from './plus-di.ts'
import { directionalBatch } from './testing/directional-movement.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('+DI of a steady rise is high, and 0 where the price never moved', () => {
  const rising = closesOf(Array.from({ length: 40 }, (_, index) => 100 + index))
  expect(runIndicator(plusDi('plus_di_14', 14), rising).plus_di_14?.at(-1)).toBeGreaterThan(60)
  expect(runIndicator(plusDi('plus_di_14', 14), flatCandles(40)).plus_di_14?.at(-1)).toBe(0)
})

describeGolden('plusDi(14)', plusDi('plus_di_14', 14), [
  { name: 'plus_di_14', function: 'PLUS_DI', output: 'real' },
])

describeProperties('plusDi(14)', plusDi('plus_di_14', 14), directionalBatch)
