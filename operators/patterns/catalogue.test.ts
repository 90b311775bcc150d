import { expect, test } from 'vitest'
import { patterns } from './catalogue.ts'

test('there are 61 patterns, in the order of their names in TA-Lib, each under a name of its own', () => {
  const functions = patterns.map((pattern) => pattern.function)
  expect(functions).toEqual([...new Set(functions)].sort())
  expect(new Set(patterns.map(({ name }) => name)).size).toBe(61)
  expect(new Set(patterns.map(({ score }) => score)).size).toBe(61)
})

test('the shape of a pattern lies within what it looks back to', () => {
  for (const { name, span, lookback } of patterns) {
    expect(span, name).toBeGreaterThan(0)
    expect(span, name).toBeLessThanOrEqual(lookback + 1)
  }
})
