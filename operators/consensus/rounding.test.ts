import { expect, test } from 'vitest'
import { isZero, reaches, staysWithin } from './rounding.ts'

test('a comparison forgives the rounding of sums and nothing more', () => {
  expect(reaches(0.1 + 0.2 - 1e-12, 0.3)).toBe(true)
  expect(reaches(0.299999, 0.3)).toBe(false)
  expect(staysWithin(0.1 + 0.2, 0.3)).toBe(true)
  expect(staysWithin(0.300001, 0.3)).toBe(false)
  expect(isZero(0.1 + 0.2 - 0.3)).toBe(true)
  expect(isZero(1e-6)).toBe(false)
})

test('what is no number reaches nothing', () => {
  expect(reaches(Number.NaN, 0)).toBe(false)
  expect(staysWithin(Number.NaN, 0)).toBe(false)
})
