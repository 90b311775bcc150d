import { advanceWilder, wilderSize } from './wilder-average.ts'

/** Wilder's averages of rises and of falls. */
export const movesSize = 2 * wilderSize

/**
 * The share of the rises in Wilder's averages of rises and falls, 0 to 100; 0 where the value never moved, as TA-Lib has
 * it. NaN until there are averages.
 */
export function relativeStrength(
  state: Float64Array,
  from: number,
  period: number,
  change: number,
): number {
  const loss = advanceWilder(state, from + wilderSize, period, change < 0 ? -change : 0)
  const gain = advanceWilder(state, from, period, Math.max(change, 0))
  const both = gain + loss
  return both === 0 ? 0 : 100 * (gain / both)
}
