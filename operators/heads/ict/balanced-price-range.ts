import type { Candle } from '../../../schemas/contracts.generated.ts'
import type { Side } from '../oriented.ts'
import { gapAt } from './fair-value-gap.ts'

export interface BalancedPriceRange {
  /** Candles since the gap that completed it. */
  readonly age: number
  /** Oriented prices of what both gaps have in common. */
  readonly low: number
  readonly high: number
}

/** Candles between the two gaps. */
const apartMax = 12

/** The newest rising gap of this side that lies over a falling one shortly before it, by at least `sizeMin`. */
export function findBalancedPriceRange(
  candles: readonly Candle[],
  side: Side,
  ageMax: number,
  sizeMin: number,
): BalancedPriceRange | null {
  const other: Side = side === 1 ? -1 : 1
  for (let age = 0; age <= ageMax; age += 1) {
    const rising = gapAt(candles, side, age)
    if (rising === null || rising.high - rising.low < sizeMin) continue
    for (let before = age + 1; before <= age + apartMax; before += 1) {
      const falling = gapAt(candles, other, before)
      if (falling === null) continue
      const low = Math.max(rising.low, -falling.high)
      const high = Math.min(rising.high, -falling.low)
      if (high - low >= sizeMin) return { age, low, high }
    }
  }
  return null
}
