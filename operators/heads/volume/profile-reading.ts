import type { Candle } from '../../../schemas/contracts.generated.ts'
import { closedBelow, closeOf, highOf, lowOf, type Side } from '../oriented.ts'
import type { VolumeProfile } from './volume-profile.ts'

/** What price does at a place of the profile. */
export interface ProfileReading {
  readonly kind: 'left value' | 'back in value' | 'held a high-volume node' | 'through a thin place'
  /** Of the place, on the chart. */
  readonly price: number
  /** How far the close is from it, in ATR. */
  readonly distance: number
}

/** Candles in which price must have been outside to be back, and how near counts as at a node, in ATR. */
const outsideCandles = 6
const nearAtr = 0.25
const leftAtr = 0.3

/**
 * What the newest candles do that speaks for this side: the close left the value area upwards; it is back in the value area
 * from below; the low came down to a high-volume node and held it; the close went up through a low-volume node. In this
 * order, the first that is so.
 */
export function readProfile(
  candles: readonly Candle[],
  profile: VolumeProfile,
  side: Side,
  atr: number,
): ProfileReading | null {
  const last = candles.at(-1)
  const before = candles.at(-2)
  if (last === undefined || before === undefined) return null
  const close = closeOf(last, side)
  const [floor, lid] =
    side === 1 ? [profile.valueLow, profile.valueHigh] : [-profile.valueHigh, -profile.valueLow]
  const at = (kind: ProfileReading['kind'], level: number): ProfileReading => ({
    kind,
    price: side * level,
    distance: (close - level) / atr,
  })
  if (close > lid + leftAtr * atr) return at('left value', lid)
  if (
    close > floor &&
    close < lid &&
    closedBelow(candles, candles.length - 1 - outsideCandles, floor - leftAtr * atr, side)
  ) {
    return at('back in value', floor)
  }
  for (const node of profile.highNodes) {
    const level = side * node
    const touched = Math.abs(lowOf(last, side) - level) <= nearAtr * atr
    const from = highOf(before, side) > level + nearAtr * atr
    if (touched && from && close > level + nearAtr * atr)
      return at('held a high-volume node', level)
  }
  for (const node of profile.lowNodes) {
    const level = side * node
    if (closeOf(before, side) <= level && close > level) return at('through a thin place', level)
  }
  return null
}
