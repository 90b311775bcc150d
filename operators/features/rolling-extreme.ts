/**
 * The largest of the newest n values: a queue of falling candidates in a ring, so that each value
 * enters and leaves once and the largest is always at the head.
 */
export interface RollingExtreme {
  readonly values: Float64Array
  readonly bars: Float64Array
  head: number
  size: number
  bar: number
}

export function createExtreme(length: number): RollingExtreme {
  return {
    values: new Float64Array(length),
    bars: new Float64Array(length),
    head: 0,
    size: 0,
    bar: 0,
  }
}

export function highest(queue: RollingExtreme, value: number): number {
  const { values, bars } = queue
  const length = values.length
  if (queue.size > 0 && (bars[queue.head] ?? 0) <= queue.bar - length) {
    queue.head = queue.head + 1 === length ? 0 : queue.head + 1
    queue.size -= 1
  }
  let tail = queue.head + queue.size
  if (tail >= length) tail -= length
  while (queue.size > 0) {
    const last = tail === 0 ? length - 1 : tail - 1
    if ((values[last] ?? 0) > value) break
    tail = last
    queue.size -= 1
  }
  values[tail] = value
  bars[tail] = queue.bar
  queue.size += 1
  queue.bar += 1
  return values[queue.head] ?? value
}

/** Negation is exact, so the least is the largest of the negatives. A queue serves one of the two. */
export function lowest(queue: RollingExtreme, value: number): number {
  return -highest(queue, -value)
}
