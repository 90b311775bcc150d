import { expect, test } from 'vitest'
import { type DoubtfulMinutes, doubt, settleDoubt } from './doubtful-minutes.ts'

const minute = 60_000

function doubtfulOf(...minutes: number[]): DoubtfulMinutes {
  const doubtful: DoubtfulMinutes = []
  for (const one of minutes) doubt(doubtful, one * minute, minute, one === 3 ? 2 : 0)
  return doubtful
}

test('minutes that touch are one stretch, with the highest revision of them', () => {
  expect(doubtfulOf(1, 2, 3, 7)).toEqual([
    { fromMs: minute, untilMs: 4 * minute, revision: 2 },
    { fromMs: 7 * minute, untilMs: 8 * minute, revision: 0 },
  ])
})

test('a doubt ends once, and leaves those on both sides of it', () => {
  const doubtful = doubtfulOf(1, 2, 3)
  expect(settleDoubt(doubtful, 2 * minute, minute)).toBe(2)
  expect(settleDoubt(doubtful, 2 * minute, minute)).toBeUndefined()
  expect(doubtful).toEqual([
    { fromMs: minute, untilMs: 2 * minute, revision: 2 },
    { fromMs: 3 * minute, untilMs: 4 * minute, revision: 2 },
  ])
  expect(settleDoubt(doubtful, minute, minute)).toBe(2)
  expect(settleDoubt(doubtful, 3 * minute, minute)).toBe(2)
  expect(doubtful).toEqual([])
})

test('only the newest 256 stretches are kept', () => {
  const doubtful = doubtfulOf(...Array.from({ length: 300 }, (_, n) => 10 + 2 * n))
  expect(doubtful).toHaveLength(256)
  expect(settleDoubt(doubtful, 10 * minute, minute)).toBeUndefined()
  expect(settleDoubt(doubtful, (10 + 2 * 299) * minute, minute)).toBe(0)
})
