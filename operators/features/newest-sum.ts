import type { RollingWindow } from './rolling-window.ts'

/** The sum of the newest `count` values of a window that holds at least so many. */
export function sumOfNewest({ values, next }: RollingWindow, count: number): number {
  let even = 0
  let odd = 0
  let at = next
  for (let i = 0; i < count; i += 1) {
    at = at === 0 ? values.length - 1 : at - 1
    const value = values[at] ?? 0
    if ((i & 1) === 0) even += value
    else odd += value
  }
  return even + odd
}
