import { expect, test } from 'vitest'
import { sumOfNewest } from './newest-sum.ts'
import { createWindow, push } from './rolling-window.ts'

test('the newest values are summed wherever the ring stands', () => {
  const window = createWindow(4)
  const sums: number[] = []
  for (const value of [1, 2, 4, 8, 16, 32]) {
    push(window, value)
    if (window.count >= 3) sums.push(sumOfNewest(window, 3))
  }
  expect(sums).toEqual([7, 14, 28, 56])
  expect(sumOfNewest(window, 4)).toBe(60)
})
