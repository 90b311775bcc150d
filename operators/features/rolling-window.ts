/** The newest `values.length` numbers, in a ring: the oldest is the one that is overwritten next. */
export interface RollingWindow {
  readonly values: Float64Array
  next: number
  count: number
}

export function createWindow(length: number): RollingWindow {
  return { values: new Float64Array(length), next: 0, count: 0 }
}

/** Adds a value and says whether the window is full with it. */
export function push(window: RollingWindow, value: number): boolean {
  const length = window.values.length
  window.values[window.next] = value
  window.next = window.next + 1 === length ? 0 : window.next + 1
  if (window.count < length) window.count += 1
  return window.count === length
}

/** The value that the next push replaces; 0 while there is none. */
export function oldest(window: RollingWindow): number {
  return window.values[window.next] ?? 0
}

/**
 * Added anew on each call instead of kept running: a running sum is left with a rounding residue after
 * a large value leaves, and volumes do fall to exact zero, where that residue would be divided by.
 */
export function sumOf(window: RollingWindow): number {
  const { values } = window
  let even = 0
  let odd = 0
  // Two sums, because one would make each addition wait for the one before.
  for (let i = 0; i < values.length; i += 2) {
    even += values[i] ?? 0
    if (i + 1 < values.length) odd += values[i + 1] ?? 0
  }
  return even + odd
}
