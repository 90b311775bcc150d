import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomSequence } from './random.ts'

const draw = (seed: number, count: number): number[] => {
  const random = randomSequence(seed)
  return Array.from({ length: count }, random)
}

test('the same seed tells the same sequence, another seed another', () => {
  expect(draw(7, 50)).toEqual(draw(7, 50))
  expect(draw(7, 50)).not.toEqual(draw(8, 50))
})

test('numbers lie in [0, 1)', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      expect(draw(seed, 20).every((value) => value >= 0 && value < 1)).toBe(true)
    }),
  )
})

test('numbers spread evenly', () => {
  const counts = new Array<number>(10).fill(0)
  for (const value of draw(1, 100_000)) {
    const slot = Math.floor(value * 10)
    counts[slot] = (counts[slot] ?? 0) + 1
  }
  // Five standard deviations of a fair slot are 474.
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(474)
})
