/** What is kept of an extreme: its value, and for how many more values it stays among the newest. */
export const extremeSize = 2

/**
 * The highest of the newest `period` values, or of the `known` ones while they are fewer; among equals the newest counts.
 * All are looked at again only when the one that was it has left, so it is to be asked at each value.
 */
export function highest(
  state: Float64Array,
  from: number,
  values: Float64Array,
  end: number,
  known: number,
  period: number,
): number {
  const newest = values[end - 1] as number
  const left = (state[from + 1] as number) | 0
  const best = state[from] as number
  if (left > 0 && newest < best) {
    state[from + 1] = left - 1
    return best
  }
  let place = end - 1
  if (left === 0) {
    const oldest = end - Math.min(known, period)
    for (let at = place - 1; at >= oldest; at--) {
      if ((values[at] as number) > (values[place] as number)) place = at
    }
  }
  state[from + 1] = place - (end - period)
  state[from] = values[place] as number
  return values[place] as number
}

/** The same of the lowest. */
export function lowest(
  state: Float64Array,
  from: number,
  values: Float64Array,
  end: number,
  known: number,
  period: number,
): number {
  const newest = values[end - 1] as number
  const left = (state[from + 1] as number) | 0
  const best = state[from] as number
  if (left > 0 && newest > best) {
    state[from + 1] = left - 1
    return best
  }
  let place = end - 1
  if (left === 0) {
    const oldest = end - Math.min(known, period)
    for (let at = place - 1; at >= oldest; at--) {
      if ((values[at] as number) < (values[place] as number)) place = at
    }
  }
  state[from + 1] = place - (end - period)
  state[from] = values[place] as number
  return values[place] as number
}

/** How many values ago the extreme of `period` came. */
export function extremeAge(state: Float64Array, from: number, period: number): number {
  return period - 1 - (state[from + 1] as number)
}
