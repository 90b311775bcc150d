import { expect, test } from 'vitest'
import { createPastValues, rankInPast } from './past-values.ts'

test('a value has no rank before fifty others, then one among those before it', () => {
  const past = createPastValues()
  for (let value = 1; value <= 50; value++) expect(rankInPast(past, value)).toBeNull()
  expect(rankInPast(past, 25.5)).toBe(0.5)
  expect(rankInPast(past, 100)).toBe(1)
})

test('what is older than five hundred values is forgotten', () => {
  const past = createPastValues()
  for (let at = 0; at < 500; at++) rankInPast(past, 10)
  for (let at = 0; at < 500; at++) rankInPast(past, 1)
  expect(rankInPast(past, 5)).toBe(1)
  expect(past.ring).toHaveLength(500)
})
