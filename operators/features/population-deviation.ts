import type { RecentValues } from './recent-values.ts'

/**
 * Standard deviation of a full window, over n. Walked on each candle and relative to the newest value:
 * that keeps E[x²] − E[x]² exact to the last digits at a price of 100,000 and of 0.0000001 alike, and a
 * flat window gives 0. TA-Lib's running sums need an absolute epsilon there, which swallows small prices.
 */
export function populationDeviation(recent: RecentValues, period: number): number {
  const { values, end } = recent
  const newest = values[end - 1] as number
  let sum = 0
  let squares = 0
  for (let at = end - period; at < end; at++) {
    const difference = (values[at] as number) - newest
    sum += difference
    squares += difference * difference
  }
  const mean = sum / period
  const variance = squares / period - mean * mean
  return variance > 0 ? Math.sqrt(variance) : 0
}
