import { expect, test } from 'vitest'
import { adx } from './adx.ts'
import { directionalBatch } from './testing/directional-movement.ts'
import { describeGolden } from './testing/golden.ts'
import { describeProperties } from './testing/properties.ts'
import { closesOf, flatCandles, runIndicator } from './testing/series.ts'

test('adx of a steady rise is 100, and 0, not a division by zero, where the price never moved', () => {
  const rising = closesOf(Array.from({ length: 40 }, (_, index) => 100 + index))
  expect(runIndicator(adx('adx_14', 14), rising).adx_14?.at(-1)).toBeCloseTo(100, 9)
  expect(runIndicator(adx('adx_14', 14), flatCandles(40)).adx_14?.at(-1)).toBe(0)
})

describeGolden('adx(14)', adx('adx_14', 14), [{ name: 'adx_14', function: 'ADX', output: 'real' }])

describeProperties('adx(14)', adx('adx_14', 14), directionalBatch)
