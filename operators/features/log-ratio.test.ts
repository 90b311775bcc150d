import { expect, test } from 'vitest'
import { logRatio } from './log-ratio.ts'

const cases: readonly [number, number, number][] = [
  [2, 1, Math.LN2],
  [1, 2, -Math.LN2],
  [0.3, 0.3, 0],
  [0, 1, 0],
  [1, 0, 0],
  [-1, -2, 0],
]
for (const [now, before, expected] of cases) {
  test(`the log ratio of ${now} to ${before} is ${expected}`, () => {
    expect(logRatio(now, before)).toBeCloseTo(expected, 15)
  })
}
