import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linearTotal, linearWeights, weightedSum } from './weighted-window.ts'

test('the oldest of the newest values takes the first weight', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 6, maxLength: 12 }), (values) => {
      for (const length of [5, 6]) {
        const newest = values.slice(-length)
        const expected = newest.reduce((sum, value, index) => sum + value * (index + 1), 0)
        const sum = weightedSum(Float64Array.from(values), values.length, linearWeights(length))
        expect(sum + 0).toBe(expected + 0)
      }
    }),
  )
})

test('the linear weights add up to their total', () => {
  for (const length of [1, 2, 9, 20]) {
    expect(linearWeights(length).reduce((sum, weight) => sum + weight, 0)).toBe(linearTotal(length))
  }
})
