import type { Candle } from '../../schemas/contracts.generated.ts'
import { highOf, lowOf, type Side } from './oriented.ts'

export interface FairValueGap {
  /** Candles since the one that left the gap. */
  readonly age: number
  /** Oriented prices: the gap lies between them. */
  readonly low: number
  readonly high: number
}

/** The newest gap of at least `sizeMin`, left by three rising candles of this side and not filled since. */
export function findFairValueGap(
  candles: readonly Candle[],
  side: Side,
  ageMax: number,
  sizeMin: number,
): FairValueGap | null {
  const newest = candles.length - 1
  let lowestSince = Number.POSITIVE_INFINITY
  for (let age = 0; age <= ageMax; age += 1) {
    const third = candles[newest - age]
    const first = candles[newest - age - 2]
    if (third === undefined || first === undefined) return null
    const low = highOf(first, side)
    const high = lowOf(third, side)
    if (high - low >= sizeMin && lowestSince > low) return { age, low, high }
    lowestSince = Math.min(lowestSince, high)
  }
  return null
}
