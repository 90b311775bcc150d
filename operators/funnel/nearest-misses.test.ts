import { expect, test } from 'vitest'
import { nearestMisses } from './nearest-misses.ts'
import type { Opportunity } from './opportunity.ts'

const refused = (
  gate: string,
  value: number | null,
  threshold: number | null,
  shadowNetPct: number | null = null,
): Opportunity => ({ gate, value, threshold, shadowNetPct })

test('the nearest, the nearest quarter and half say what they pass at, and what their shadows won', () => {
  const values = [51, 69.3, 62.5, 62.1, 40, 55, 30, 20]
  const misses = nearestMisses(
    values.map((value) => refused('confluence', value, 70, value > 60 ? value - 63 : null)),
  )
  expect(misses).toEqual([
    expect.objectContaining({ measure: 'confluence', threshold: 70, passAt: 69, more: 1 }),
    expect.objectContaining({ passAt: 62, more: 3 }),
    expect.objectContaining({ passAt: 55, more: 4 }),
  ])
  expect(misses[1]?.shadows).toMatchObject({ closed: 3, verdict: 'too few to judge' })
  expect(misses[1]?.shadows.netPct).toBeCloseTo((6.3 - 0.5 - 0.9) / 3, 12)
  expect(misses[2]?.shadows.closed).toBe(3)
})

test('one nearest miss where all would pass at the same threshold', () => {
  const misses = nearestMisses([58.2, 58.9, 58.5].map((value) => refused('confluence', value, 60)))
  expect(misses).toHaveLength(1)
  expect(misses[0]).toMatchObject({ passAt: 58, more: 3, shadows: { closed: 0, netPct: null } })
})

test('each measure of a gate, and each threshold that was in force, stands by itself', () => {
  const misses = nearestMisses([
    refused('consensus', 0.5, 5 / 9),
    refused('consensus', 0.6, 0.65),
    refused('consensus', 0.7, 0.8),
    refused('consensus', 0.71, 0.8),
    refused('consensus', 2, 3),
  ])
  expect(misses.map(({ measure, threshold, passAt }) => [measure, threshold, passAt])).toEqual([
    ['consensus confidence', 0.8, 0.71],
    ['consensus support', 5 / 9, 0.5],
    ['consensus confidence', 0.65, 0.6],
    ['heads agreeing', 3, 2],
  ])
})

test('where each case has its own threshold, the share of it that was reached is compared', () => {
  const misses = nearestMisses([
    refused('history', 0.36, 0.4),
    refused('history', 0.2, 0.5),
    refused('history', 0.3, 0.6),
  ])
  expect(misses.map(({ relative, passAt, more }) => [relative, passAt, more])).toEqual([
    [true, 0.9, 1],
    [true, 0.5, 2],
  ])
})

test('what was not measured is no near miss', () => {
  expect(
    nearestMisses([
      refused('confluence', null, 60),
      refused('halted', null, null),
      refused('one-per-symbol', 1, 1),
    ]),
  ).toEqual([])
})
