import { expect, test } from 'vitest'
import { wilsonInterval } from '../statistics/wilson.ts'
import { summariseSimilar } from './similar-summary.ts'

test('what followed similar states is counted by hand', () => {
  expect(summariseSimilar([2, -1, 1, 0], 200, [0.1, 0.5, 1, 2])).toEqual({
    cases: 4,
    wins: 2,
    interval: wilsonInterval(2, 4),
    meanNetPct: 0.5,
    worstNetPct: -1,
    risk: 0.625,
    level: 'high',
    tooFew: true,
  })
})

const levels = [
  { name: 'low below 0.4', mean: 4.1, risk: 0.2, level: 'low' },
  { name: 'medium from 0.4', mean: 3.1, risk: 0.4, level: 'medium' },
  { name: 'medium up to 0.6', mean: 2.1, risk: 0.6, level: 'medium' },
  { name: 'high above it', mean: 1.1, risk: 0.8, level: 'high' },
]
for (const { name, mean, risk, level } of levels) {
  test(`risk is ${name}`, () => {
    const found = summariseSimilar([mean], 200, [1, 2, 3, 4, 5])
    expect(found.risk).toBeCloseTo(risk, 12)
    expect(found.level).toBe(level)
  })
}

test('there is no opinion below two hundred states, and none where nothing followed', () => {
  expect(summariseSimilar([1], 199, [1])).toMatchObject({ risk: null, level: null })
  expect(summariseSimilar([], 200, [1])).toMatchObject({
    cases: 0,
    meanNetPct: null,
    worstNetPct: null,
    risk: null,
  })
})

test('thirty cases are enough to judge', () => {
  const nets = Array.from({ length: 30 }, () => 1)
  expect(summariseSimilar(nets, 200, []).tooFew).toBe(false)
  expect(summariseSimilar(nets.slice(1), 200, []).tooFew).toBe(true)
})
