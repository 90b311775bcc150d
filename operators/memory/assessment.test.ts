import { expect, test } from 'vitest'
import { wilsonInterval } from '../statistics/wilson.ts'
import { assess, statesMin } from './assessment.ts'

const followed = [
  { netPct: 2, drawdownPct: 0.5 },
  { netPct: -1, drawdownPct: 1.2 },
  { netPct: 2, drawdownPct: 0.1 },
  { netPct: 0, drawdownPct: 0.9 },
]
const among = { meanDistance: 0.25, states: statesMin, meansBefore: [0.1, 0.5, 0.75, 1] }

test('what followed the neighbours is counted by hand', () => {
  const { low, high } = wilsonInterval(2, 4)
  expect(assess(followed, among)).toEqual({
    winRate: 0.5,
    meanNetPct: 0.75,
    maxDrawdownPct: 1.2,
    // Two of four below, one equal: rank 0.625.
    risk: 0.375,
    confidence: (1 - (high - low)) * 0.75,
  })
})

test('below two hundred states there is no opinion', () => {
  expect(assess(followed, { ...among, states: statesMin - 1 })).toMatchObject({ risk: null })
})

test('the worst mean so far is the highest risk', () => {
  const meansBefore = [1, 2, 3]
  expect(assess(followed, { ...among, meansBefore })?.risk).toBe(1)
  expect(assess([{ netPct: 9, drawdownPct: 0 }], { ...among, meansBefore })?.risk).toBe(0)
})

test('neighbours further away than at a right angle give no confidence', () => {
  expect(assess(followed, { ...among, meanDistance: 1.2 })?.confidence).toBe(0)
})

test('nothing followed, nothing to say', () => {
  expect(assess([], among)).toBeNull()
})
