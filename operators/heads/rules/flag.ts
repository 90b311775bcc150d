import type { Candle } from '../../../schemas/contracts.generated.ts'
import { closeOf, highOf, lowOf, type Side } from '../oriented.ts'

export interface Flag {
  /** Of the rush before it, in ATR. */
  readonly pole: number
  /** Candles of the flag. */
  readonly length: number
  /** Share of the pole that it gave back. */
  readonly retraced: number
  /** Candles since the close out of it. */
  readonly age: number
}

const ageMax = 2
const lengthMin = 4
const lengthMax = 16
const poleCandles = 10
const poleMin = 5
const retracedMin = 0.1
const retracedMax = 0.5
/** The newest candles of the flag, over whose highs the close out of it must go. */
const edge = 4

/** A rush of this side, a short rest that gives little of it back, and a close out of the rest with the rush. */
export function findFlag(candles: readonly Candle[], side: Side, atr: number): Flag | null {
  for (let age = 0; age <= ageMax; age += 1) {
    const flag = flagLeftAt(candles, candles.length - 1 - age, side, atr)
    if (flag !== null) return { ...flag, age }
  }
  return null
}

function flagLeftAt(
  candles: readonly Candle[],
  out: number,
  side: Side,
  atr: number,
): Omit<Flag, 'age'> | null {
  const leaving = candles[out]
  const before = candles[out - 1]
  if (leaving === undefined || before === undefined) return null
  let top = out - 1
  for (let index = out - 1; index >= out - 1 - lengthMax; index -= 1) {
    if (highAt(candles, index, side) >= highAt(candles, top, side)) top = index
  }
  const length = out - 1 - top
  if (length < lengthMin) return null
  const high = highAt(candles, top, side)
  const lid = highestOf(candles, Math.max(top + 1, out - 1 - edge), out - 1, side)
  if (closeOf(before, side) > lid) return null
  if (closeOf(leaving, side) <= Math.max(lid, highOf(before, side))) return null
  const floor = lowestOf(candles, top + 1, out, side)
  const pole = high - lowestOf(candles, top - poleCandles, top + 1, side)
  const retraced = (high - floor) / pole
  if (pole < poleMin * atr || retraced < retracedMin || retraced > retracedMax) return null
  return { pole: pole / atr, length, retraced }
}

function highAt(candles: readonly Candle[], index: number, side: Side): number {
  const candle = candles[index]
  return candle === undefined ? Number.NEGATIVE_INFINITY : highOf(candle, side)
}

function highestOf(candles: readonly Candle[], from: number, to: number, side: Side): number {
  let highest = Number.NEGATIVE_INFINITY
  for (let index = from; index < to; index += 1) {
    highest = Math.max(highest, highAt(candles, index, side))
  }
  return highest
}

function lowestOf(candles: readonly Candle[], from: number, to: number, side: Side): number {
  let lowest = Number.POSITIVE_INFINITY
  for (let index = Math.max(0, from); index < to; index += 1) {
    const candle = candles[index]
    if (candle !== undefined) lowest = Math.min(lowest, lowOf(candle, side))
  }
  return lowest
}
