import { expect, test } from 'vitest'
import { Sfc32 } from './sfc32.ts'
import { fatShock, normalShock } from './shocks.ts'

function moments(shock: (random: Sfc32) => number) {
  const random = new Sfc32(1, 2, 3)
  const numbers = Array.from({ length: 400_000 }, () => shock(random))
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length
  const central = (power: number) =>
    numbers.reduce((sum, x) => sum + (x - mean) ** power, 0) / numbers.length
  const variance = central(2)
  return {
    mean,
    variance,
    skewness: central(3) / variance ** 1.5,
    kurtosis: central(4) / variance ** 2,
  }
}

test('normal shocks have the moments of a normal number', () => {
  const { mean, variance, skewness, kurtosis } = moments(normalShock)
  expect(Math.abs(mean)).toBeLessThan(0.007)
  expect(variance).toBeCloseTo(1, 1)
  expect(Math.abs(skewness)).toBeLessThan(0.02)
  expect(kurtosis).toBeCloseTo(3, 1)
})

test('fat shocks have mean 0, variance 1 and fat tails', () => {
  const { mean, variance, kurtosis } = moments(fatShock)
  expect(Math.abs(mean)).toBeLessThan(0.007)
  expect(variance).toBeCloseTo(1, 1)
  expect(kurtosis).toBeGreaterThan(4.5)
})
