import type { Candle } from '../../../schemas/contracts.generated.ts'
import { closeOf, highOf, lowOf, type Side } from '../oriented.ts'
import type { Swing } from '../swings.ts'

export interface LiquiditySweep {
  /** Candles since the sweep. */
  readonly age: number
  /** The swing's own price. */
  readonly price: number
  /** 0 to 1: how far up in its range the sweeping candle closed. */
  readonly rejection: number
}

/**
 * The newest candle that went below a standing swing low of this side and closed above it, where no close
 * since fell back below.
 */
export function findLiquiditySweep(
  candles: readonly Candle[],
  swings: readonly Swing[],
  side: Side,
  ageMax: number,
): LiquiditySweep | null {
  const kind = side === 1 ? 'low' : 'high'
  const newest = candles.length - 1
  let lowestClose = Number.POSITIVE_INFINITY
  for (let age = 0; age <= ageMax; age += 1) {
    const index = newest - age
    const candle = candles[index]
    if (candle === undefined) return null
    lowestClose = Math.min(lowestClose, closeOf(candle, side))
    for (let i = swings.length - 1; i >= 0; i -= 1) {
      const swing = swings[i]
      if (swing === undefined || swing.kind !== kind || swing.index > index - 3) continue
      const level = side * swing.price
      if (lowOf(candle, side) >= level || lowestClose <= level) continue
      if (!stands(candles, side, swing.index + 1, index, level)) continue
      const range = highOf(candle, side) - lowOf(candle, side)
      const rejection = (closeOf(candle, side) - lowOf(candle, side)) / range
      return { age, price: swing.price, rejection }
    }
  }
  return null
}

/** Whether no candle in between went below the level already. */
function stands(
  candles: readonly Candle[],
  side: Side,
  from: number,
  to: number,
  level: number,
): boolean {
  for (let index = from; index < to; index += 1) {
    const candle = candles[index]
    if (candle !== undefined && lowOf(candle, side) < level) return false
  }
  return true
}
