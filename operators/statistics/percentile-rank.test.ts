import { expect, test } from 'vitest'
import { percentileRank } from './percentile-rank.ts'

const cases = [
  { name: 'nothing to compare with', values: [], value: 1, rank: null },
  { name: 'below all', values: [1, 2, 3, 4], value: 0, rank: 0 },
  { name: 'above all', values: [1, 2, 3, 4], value: 5, rank: 1 },
  { name: 'between', values: [4, 1, 3, 2], value: 2.5, rank: 0.5 },
  { name: 'equal to one of four', values: [1, 2, 3, 4], value: 2, rank: 0.375 },
  { name: 'like all', values: [7, 7, 7], value: 7, rank: 0.5 },
]
for (const { name, values, value, rank } of cases) {
  test(`percentile rank: ${name}`, () => expect(percentileRank(values, value)).toBe(rank))
}
