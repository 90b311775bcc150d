import { expect, test } from 'vitest'
import { deadlineBehind } from './kafka-engine.ts'

test('the next deadline lies behind a time, on the marks of its minute', () => {
  const deadlines = { everyMs: 60_000, atMs: [2_000, 3_999] }
  expect(deadlineBehind(0, deadlines)).toBe(2_000)
  expect(deadlineBehind(2_000, deadlines)).toBe(3_999)
  expect(deadlineBehind(3_999, deadlines)).toBe(62_000)
  expect(deadlineBehind(119_999, deadlines)).toBe(122_000)
  expect(deadlineBehind(Number.NEGATIVE_INFINITY, deadlines)).toBe(Number.NEGATIVE_INFINITY)
})
