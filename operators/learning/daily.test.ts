import { expect, test } from 'vitest'
import { nineEqual } from '../consensus/testing/votes.ts'
import { learnDaily, meanScores } from './daily.ts'
import { learningDefaults as config } from './learning-config.ts'
import { outcome } from './testing/outcomes.ts'

const won = outcome('LLLLLSSSS')
const lost = outcome('LLLLLSSSS', { won: false })

test('daily carries fewer than ten outcomes over', () => {
  const report = learnDaily(nineEqual, Array(9).fill(won), config)
  expect(report).toEqual({
    decision: 'carry',
    outcomes: 9,
    reason: '9 outcomes, fewer than 10: carried over',
  })
})

test('daily moves by 0.03 of the mean scores', () => {
  const report = learnDaily(nineEqual, [...Array(7).fill(won), ...Array(3).fill(lost)], config)
  if (report.decision !== 'update') throw new Error(`decision was ${report.decision}`)
  expect(report.meanScores.HEAD_A).toBeCloseTo(0.4 * 0.04, 12)
  expect(report.meanScores.HEAD_I).toBeCloseTo(-0.4 * 0.025, 12)
  // No bound is near, so the projection only takes the mean of the nine changes away.
  const changes = [0.03 * 0.016, -0.03 * 0.01] as const
  const mean = (5 * changes[0] + 4 * changes[1]) / 9
  expect(report.weights.HEAD_A).toBeCloseTo(1 / 9 + changes[0] - mean, 12)
  expect(report.weights.HEAD_I).toBeCloseTo(1 / 9 + changes[1] - mean, 12)
})

test('daily means are over the outcomes in which a head was heard', () => {
  const means = meanScores([outcome('LL'), outcome('L.')], nineEqual, config)
  expect(means.HEAD_A).toBeCloseTo(0.04, 12)
  expect(means.HEAD_B).toBeCloseTo(0.04, 12)
  expect(means.HEAD_C).toBeUndefined()
})

test('a day that says the same of all heads moves none', () => {
  const report = learnDaily(nineEqual, Array(10).fill(outcome('LLLLLLLLL')), config)
  if (report.decision !== 'update') throw new Error(`decision was ${report.decision}`)
  for (const weight of Object.values(report.weights)) expect(weight).toBeCloseTo(1 / 9, 12)
})
