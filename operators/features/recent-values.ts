/** The newest numbers of something, as in a rolling window, for all indicators that read them: each the last few of the same. */
export interface RecentValues {
  readonly values: Float64Array
  /** The place behind the newest. */
  end: number
}

export function createRecent(length: number): RecentValues {
  return { values: new Float64Array(2 * length), end: 0 }
}

export function copyRecent({ values, end }: RecentValues): RecentValues {
  return { values: values.slice(), end }
}

export function append(recent: RecentValues, value: number): void {
  const { values } = recent
  let { end } = recent
  if (end === values.length) {
    const length = values.length / 2
    for (let at = 0; at < length; at++) values[at] = values[at + length] as number
    end = length
  }
  values[end] = value
  recent.end = end + 1
}

/** The one before so many newer ones; 0 while there is none. */
export function valueAgo({ values, end }: RecentValues, ago: number): number {
  return values[end - 1 - ago] ?? 0
}
