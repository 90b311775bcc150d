import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWindow, push } from './rolling-window.ts'
import { linearTotal, linearWeights, weightedSum } from './weighted-window.ts'

test('the oldest value takes the first weight, wherever the ring begins', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 5, maxLength: 12 }), (values) => {
      const window = createWindow(5)
      for (const value of values) push(window, value)
      const expected = values.slice(-5).reduce((sum, value, index) => sum + value * (index + 1), 0)
      expect(weightedSum(window, linearWeights(5))).toBe(expected + 0)
    }),
  )
})

test('the linear weights add up to their total', () => {
  for (const length of [1, 2, 9, 20]) {
    expect(linearWeights(length).reduce((sum, weight) => sum + weight, 0)).toBe(linearTotal(length))
  }
})
