import type { RollingWindow } from './rolling-window.ts'

/**
 * Standard deviation of a full window, over n. Walked on each candle and relative to the newest value:
 * that keeps E[x²] − E[x]² exact to the last digits at a price of 100,000 and of 0.0000001 alike, and a
 * flat window gives 0. TA-Lib's running sums need an absolute epsilon there, which swallows small prices.
 */
export function populationDeviation(window: RollingWindow, newest: number): number {
  const { values } = window
  let sum = 0
  let squares = 0
  for (let i = 0; i < values.length; i += 1) {
    const difference = (values[i] ?? newest) - newest
    sum += difference
    squares += difference * difference
  }
  const mean = sum / values.length
  const variance = squares / values.length - mean * mean
  return variance > 0 ? Math.sqrt(variance) : 0
}
