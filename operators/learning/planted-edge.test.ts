import { describe, expect, test } from 'vitest'
import type { RuleName } from './rules/catalogue.ts'
import {
  type Course,
  coursesIn,
  largestOf,
  meanWeights,
  settled,
  steadyEdge,
  switchingEdge,
} from './testing/planted-market.ts'

const seedsOf = (count: number) => Array.from({ length: count }, (_, at) => at + 1)

/** Whether the head that is right has the largest mean weight over outcomes 41 to 60 of every phase. */
function followsEveryChange(course: Course): boolean {
  let begin = 0
  return switchingEdge.every(({ outcomes, right }) => {
    const means = meanWeights(course, begin + settled.from, begin + settled.to)
    begin += outcomes
    return largestOf(means) === right?.head
  })
}

describe('where the head that is right in 80 % changes twice', () => {
  const markets = seedsOf(20).map((seed) => coursesIn(seed, switchingEdge))
  const followed = (rule: RuleName): number =>
    markets.filter((courses) => followsEveryChange(courses[rule])).length
  const meanLoss = (rule: RuleName): number =>
    markets.reduce((sum, courses) => sum + courses[rule].lossTotal, 0) / markets.length

  for (const rule of ['fixed-share', 'mixture', 'outcome'] as const) {
    test(`${rule} gives the right one the largest mean weight over outcomes 41 to 60 after each change`, () => {
      expect(followed(rule)).toBeGreaterThanOrEqual(16)
    })
  }

  for (const rule of ['equal', 'hedge', 'gradient-stacking', 'newton-stacking'] as const) {
    test(`${rule} does not: what it has learned for long it keeps for long`, () => {
      expect(followed(rule)).toBeLessThanOrEqual(2)
    })
  }

  test('fixed-share and the mixture lose least', () => {
    const others = ['equal', 'outcome', 'hedge', 'gradient-stacking', 'newton-stacking'] as const
    for (const other of others) {
      expect(meanLoss('fixed-share'), other).toBeLessThan(meanLoss(other) - 10)
      expect(meanLoss('mixture'), other).toBeLessThan(meanLoss(other) - 10)
    }
  })
})

test('where one head is right in 60 % the mixture gives it the largest mean weight over 300 outcomes', () => {
  const found = seedsOf(10).filter((seed) => {
    const { mixture } = coursesIn(seed, steadyEdge)
    return largestOf(meanWeights(mixture, 0, 300)) === steadyEdge[0]?.right?.head
  })
  expect(found.length).toBeGreaterThanOrEqual(9)
})
