/**
 * The newest `length` numbers of an indicator's own: in its state how many places are in use, and the numbers, oldest
 * first and without a gap. There is room for twice as many; when it is full, the newest half moves to the front.
 */
export function windowSize(length: number): number {
  return 1 + 2 * length
}

/** Adds a value. Gives the place behind it once there are `length` of them, and 0 before. */
export function push(state: Float64Array, from: number, length: number, value: number): number {
  // As a whole number: places reckoned in fractions took twice as long.
  let used = (state[from] as number) | 0
  const first = from + 1
  if (used === 2 * length) {
    for (let at = first; at < first + length; at++) state[at] = state[at + length] as number
    used = length
  }
  state[first + used] = value
  state[from] = used + 1
  return used + 1 < length ? 0 : first + used + 1
}
