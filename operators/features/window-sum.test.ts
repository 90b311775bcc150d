import { expect, test } from 'vitest'
import { push, windowSize } from './rolling-window.ts'
import { sumOfNewest } from './window-sum.ts'

test('the newest values of a window are summed, also when it has moved to its front', () => {
  const state = new Float64Array(2 + windowSize(4))
  const sums: number[] = []
  for (const value of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]) {
    const end = push(state, 2, 4, value)
    if (end !== 0) sums.push(sumOfNewest(state, end, 3), sumOfNewest(state, end, 4))
  }
  expect(sums).toEqual([14, 15, 28, 30, 56, 60, 112, 120, 224, 240, 448, 480, 896, 960])
})
