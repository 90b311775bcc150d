import type { Candle } from '../../../schemas/contracts.generated.ts'
import { highOf, lowOf, type Side } from '../oriented.ts'

export interface FairValueGap {
  /** Candles since the one that left the gap. */
  readonly age: number
  /** Oriented prices: the gap lies between them. */
  readonly low: number
  readonly high: number
}

/** The gap that the candle of this age left with the one two before it, filled since or not. */
export function gapAt(candles: readonly Candle[], side: Side, age: number): FairValueGap | null {
  const third = candles[candles.length - 1 - age]
  const first = candles[candles.length - 3 - age]
  if (third === undefined || first === undefined) return null
  const low = highOf(first, side)
  const high = lowOf(third, side)
  return high > low ? { age, low, high } : null
}

/** The newest gap of at least `sizeMin`, left by three rising candles of this side and not filled since. */
export function findFairValueGap(
  candles: readonly Candle[],
  side: Side,
  ageMax: number,
  sizeMin: number,
): FairValueGap | null {
  let lowestSince = Number.POSITIVE_INFINITY
  for (let age = 0; age <= ageMax; age += 1) {
    const gap = gapAt(candles, side, age)
    if (gap !== null && gap.high - gap.low >= sizeMin && lowestSince > gap.low) return gap
    const candle = candles[candles.length - 1 - age]
    if (candle === undefined) return null
    lowestSince = Math.min(lowestSince, lowOf(candle, side))
  }
  return null
}
