import { expect, test } from 'vitest'
import { seasonAt } from './season.ts'

const day = Array.from({ length: 1_440 }, (_, minute) => seasonAt(minute))

test('the season is 1 in the mean and stays within sensible limits', () => {
  expect(day.reduce((sum, season) => sum + season, 0) / day.length).toBeCloseTo(1, 9)
  expect(Math.min(...day)).toBeGreaterThan(0.5)
  expect(Math.max(...day)).toBeLessThan(1.5)
})

test('the American afternoon is livelier than the early morning', () => {
  expect(seasonAt(15 * 60)).toBeGreaterThan(1.2)
  expect(seasonAt(4 * 60)).toBeLessThan(0.85)
})

test('it comes back each day', () => {
  expect(seasonAt(29_000_000 * 1_440 + 100)).toBe(seasonAt(100))
})
