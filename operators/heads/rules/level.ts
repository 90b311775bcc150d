import type { Candle } from '../../../schemas/contracts.generated.ts'
import { closeOf, lowOf, type Side } from '../oriented.ts'
import type { Swing } from '../swings.ts'

export interface Level {
  /** As it stands on the chart. */
  readonly price: number
  /** Swings at it. */
  readonly touches: number
}

/** Swings at one price that make a level. */
const touchesMin = 2
/** How near counts as at a level, how far price must have turned from it, and closed through it, in ATR. */
const nearAtr = 0.35
const liftAtr = 0.6
const throughAtr = 0.4
/** So far short of the close a swing must lie to have been passed, in ATR. */
const passedAtr = 0.15

/** The support, read from this side, that the newest two candles came down to. */
export function levelAtLow(
  candles: readonly Candle[],
  swings: readonly Swing[],
  side: Side,
  atr: number,
): Level | null {
  const last = candles.at(-1)
  const before = candles.at(-2)
  if (last === undefined || before === undefined) return null
  const price = side * Math.min(lowOf(last, side), lowOf(before, side))
  const touches = touchesBetween(swings, price - nearAtr * atr, price + nearAtr * atr)
  return touches >= touchesMin ? { price, touches } : null
}

/** Whether the newest candle closed well above its level. */
export function hasTurned(
  candles: readonly Candle[],
  level: Level,
  side: Side,
  atr: number,
): boolean {
  const last = candles.at(-1)
  return last !== undefined && closeOf(last, side) - side * level.price > liftAtr * atr
}

/** The swings that the newest candle closed through, where they are a level; its price is the close before. */
export function levelClosedThrough(
  candles: readonly Candle[],
  swings: readonly Swing[],
  side: Side,
  atr: number,
): Level | null {
  const last = candles.at(-1)
  const before = candles.at(-2)
  if (last === undefined || before === undefined) return null
  if (side * (last.close - before.close) <= throughAtr * atr) return null
  const passed = last.close - side * passedAtr * atr
  const low = Math.min(before.close, passed)
  const high = Math.max(before.close, passed)
  const touches = touchesBetween(swings, low, high)
  return touches >= touchesMin ? { price: before.close, touches } : null
}

function touchesBetween(swings: readonly Swing[], low: number, high: number): number {
  let touches = 0
  for (const { price } of swings) if (price >= low && price <= high) touches += 1
  return touches
}
