import { expect, test } from 'vitest'
import { randomSequence } from '../learning/random.ts'
import { dot } from './distance.ts'
import { textDimensions } from './text-encoder.ts'
import { onGrid } from './vector-grid.ts'

test('numbers go to the nearest step of 1/4096, and zero has no sign', () => {
  const found = onGrid(Float32Array.of(0.1, -0.1, 1, 0.000_122, -0.000_1, 0.000_123))
  expect([...found]).toEqual([410 / 4_096, -410 / 4_096, 1, 0, 0, 1 / 4_096])
  expect(Object.is(found[4], 0)).toBe(true)
})

test('two vectors that differ in their last bits are the same there', () => {
  const one = Float32Array.of(0.05, -0.03, 0.07)
  const other = one.map((value) => value * (1 + 1e-6))
  expect(other).not.toEqual(one)
  expect(onGrid(other)).toEqual(onGrid(one))
})

test('a vector of length 1 keeps its direction', () => {
  const random = randomSequence(3)
  const vector = Float32Array.from({ length: textDimensions }, () => random() - 0.5)
  const length = Math.sqrt(dot(vector, 0, vector, 0, textDimensions))
  const unit = vector.map((value) => value / length)
  const grid = onGrid(unit)
  const gridLength = Math.sqrt(dot(grid, 0, grid, 0, textDimensions))
  expect(dot(unit, 0, grid, 0, textDimensions) / gridLength).toBeGreaterThan(0.999_995)
})
