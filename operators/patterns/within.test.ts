import { expect, test } from 'vitest'
import { isWithin } from './within.ts'

test('prices are within a tolerance up to and including it, on both sides', () => {
  expect([98, 99, 100, 101, 102].map((price) => isWithin(price, 100, 1))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
})

test('nothing is within a tolerance that is not known', () => {
  expect(isWithin(100, 100, Number.NaN)).toBe(false)
})
