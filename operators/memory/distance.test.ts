import { describe, expect, test } from 'vitest'
import { cosineDistance, dot, memoryModes, nonZeroOf, normOf, partOf } from './distance.ts'
import { vectorDimensions } from './market-vector.ts'
import { nearestOf } from './nearest.ts'

const vector = Float32Array.from({ length: vectorDimensions }, (_, at) => (at < 384 ? 1 : 2))

test('each mode counts its part of the vector', () => {
  const squares = memoryModes.map((mode) => normOf(vector, partOf(mode)) ** 2)
  expect(squares.map(Math.round)).toEqual([36, 384, 420])
})

test('the dot product takes all numbers, at any place', () => {
  const a = Float32Array.from([9, 1, 2, 3, 4, 5])
  const b = Float32Array.from([1, 2, 3, 4, 5])
  expect(dot(a, 1, b, 0, 5)).toBe(55)
  expect(dot(a, 1, b, 1, 3)).toBe(2 + 6 + 12)
})

test('the numbers of a part that are not zero are known by their places', () => {
  const nonZero = nonZeroOf(Float32Array.from([7, 0, 2, 0, 3, 4, 0]), { from: 1, length: 6 })
  expect([...nonZero.places]).toEqual([2, 4, 5])
  expect([...nonZero.values]).toEqual([2, 3, 4])
})

describe('the cosine distance', () => {
  const cases = [
    { name: 'of the same direction', product: 6, norm: 2, other: 3, distance: 0 },
    { name: 'of the opposite', product: -6, norm: 2, other: 3, distance: 2 },
    { name: 'of nothing in common', product: 0, norm: 2, other: 3, distance: 1 },
    { name: 'of a vector of zeros', product: 0, norm: 0, other: 3, distance: 1 },
  ]
  for (const { name, product, norm, other, distance } of cases)
    test(name, () => expect(cosineDistance(product, norm, other)).toBe(distance))
})

test('the nearest come nearest first, of equals the earlier', () => {
  const distances = [5, 1, 3, 1, 2, 1]
  const found = nearestOf(distances.length, 4, (at) => distances[at] ?? 0)
  expect(found.map(({ at }) => at)).toEqual([1, 3, 5, 4])
  expect(nearestOf(2, 4, (at) => at)).toHaveLength(2)
})
