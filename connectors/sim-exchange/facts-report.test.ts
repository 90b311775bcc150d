import { expect, test } from 'vitest'
import { factsOf } from './facts-report.ts'

test('a short thinned run of two symbols has all stylised facts', () => {
  const symbols = ['BTCUSDT', 'SOLUSDT']
  const facts = factsOf({ symbols, seed: 1, days: 6, decisionsPerMinute: 60 })
  expect(facts).toHaveLength(16)
  expect(facts.filter(({ holds }) => !holds)).toEqual([])
})
