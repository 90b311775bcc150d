import type { Candle } from '../../../schemas/contracts.generated.ts'
import { bodyOf, closedBelow, closeOf, lowOf, openOf, type Side } from '../oriented.ts'
import type { Swing } from '../swings.ts'

export interface OrderBlock {
  /** Oriented prices: from the block's low to its open. */
  readonly low: number
  readonly high: number
  /** Candles since the block, and since structure was broken. */
  readonly age: number
  readonly brokenAge: number
  /** How far the move out of the block went until it broke structure, in ATR. */
  readonly displacement: number
}

const brokenAgeMax = 32
const displacementMin = 2
/** Candles before the lowest one among which the last opposite one may be. */
const searchBack = 3

/**
 * The last falling candle before the newest move of this side that broke a swing high, while no close since fell
 * below it.
 */
export function findOrderBlock(
  candles: readonly Candle[],
  swings: readonly Swing[],
  side: Side,
  atr: number,
): OrderBlock | null {
  const kind = side === 1 ? 'high' : 'low'
  const newest = candles.length - 1
  let best: OrderBlock | null = null
  for (let at = swings.length - 1; at >= 0; at -= 1) {
    const swing = swings[at]
    if (swing === undefined || swing.kind !== kind) continue
    if (swing.index < newest - 3 * brokenAgeMax) break
    const broken = firstCloseAbove(candles, swing, side)
    if (broken === null || newest - broken > brokenAgeMax) continue
    if (best !== null && newest - broken >= best.brokenAge) continue
    best = blockBefore(candles, swing.index, broken, side, atr) ?? best
  }
  return best
}

function firstCloseAbove(candles: readonly Candle[], swing: Swing, side: Side): number | null {
  for (let index = swing.index + 1; index < candles.length; index += 1) {
    const candle = candles[index]
    if (candle !== undefined && closeOf(candle, side) > side * swing.price) return index
  }
  return null
}

function blockBefore(
  candles: readonly Candle[],
  from: number,
  broken: number,
  side: Side,
  atr: number,
): OrderBlock | null {
  let lowest = broken
  let low = Number.POSITIVE_INFINITY
  for (let index = from + 1; index <= broken; index += 1) {
    const candle = candles[index]
    if (candle === undefined || lowOf(candle, side) > low) continue
    low = lowOf(candle, side)
    lowest = index
  }
  const breaking = candles[broken]
  if (breaking === undefined) return null
  const displacement = (closeOf(breaking, side) - low) / atr
  if (displacement < displacementMin) return null
  for (let index = lowest; index >= Math.max(0, lowest - searchBack); index -= 1) {
    const candle = candles[index]
    if (candle === undefined || bodyOf(candle, side) >= 0) continue
    const floor = lowOf(candle, side)
    if (closedBelow(candles, index + 1, floor, side)) return null
    const newest = candles.length - 1
    return {
      low: floor,
      high: openOf(candle, side),
      age: newest - index,
      brokenAge: newest - broken,
      displacement,
    }
  }
  return null
}
