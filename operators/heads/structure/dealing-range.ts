import type { Swing } from '../swings.ts'

export interface DealingRange {
  readonly low: number
  readonly high: number
  /** Where the close stands in it: 0 at the low, 1 at the high; below one half is a discount, above it a premium. */
  readonly place: number
}

/** Turns of a zigzag that the range reaches over. */
const turnsMax = 4

/** From the lowest to the highest of the last turns: what price is being dealt in. Null outside of it. */
export function findDealingRange(turns: readonly Swing[], close: number): DealingRange | null {
  const recent = turns.slice(-turnsMax)
  if (recent.length < 2) return null
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const { price } of recent) {
    low = Math.min(low, price)
    high = Math.max(high, price)
  }
  if (high <= low || close < low || close > high) return null
  return { low, high, place: (close - low) / (high - low) }
}
