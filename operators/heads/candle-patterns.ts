import type { Candle } from '../../schemas/contracts.generated.ts'
import { bodyOf, closeOf, highOf, lowOf, openOf, type Side } from './oriented.ts'

export interface CandlePattern {
  readonly name: string
  /** 0 to 1: how much it says by itself. */
  readonly strength: number
}

/** The strongest rising pattern that the newest candles complete, read from the given side; or none. */
export function findCandlePattern(
  candles: readonly Candle[],
  atr: number,
  side: Side,
): CandlePattern | null {
  const last = candles.at(-1)
  const second = candles.at(-2)
  const third = candles.at(-3)
  const before = candles.at(-7)
  if (last === undefined || second === undefined) return null
  if (third === undefined || before === undefined) return null
  const body = bodyOf(last, side)
  const bodyBefore = bodyOf(second, side)
  const fell = closeOf(before, side) - lowOf(last, side) > atr

  const star =
    bodyOf(third, side) < -0.6 * atr &&
    Math.abs(bodyBefore) < 0.35 * atr &&
    closeOf(last, side) > (openOf(third, side) + closeOf(third, side)) / 2
  if (star && body > 0.4 * atr)
    return { name: side === 1 ? 'morning star' : 'evening star', strength: 0.9 }

  const engulfs =
    bodyBefore < 0 &&
    closeOf(last, side) > openOf(second, side) &&
    openOf(last, side) <= closeOf(second, side)
  if (engulfs && body > 0.6 * atr && -bodyBefore > 0.15 * atr) {
    return { name: side === 1 ? 'bullish engulfing' : 'bearish engulfing', strength: 0.8 }
  }

  const range = highOf(last, side) - lowOf(last, side)
  const tail = Math.min(openOf(last, side), closeOf(last, side)) - lowOf(last, side)
  if (
    fell &&
    range > 0.8 * atr &&
    tail > 0.6 * range &&
    closeOf(last, side) - lowOf(last, side) > 0.65 * range
  ) {
    return { name: side === 1 ? 'hammer' : 'shooting star', strength: 0.7 }
  }

  const soldiers = body > 0.4 * atr && bodyBefore > 0.4 * atr && bodyOf(third, side) > 0.4 * atr
  if (soldiers && closeOf(last, side) > closeOf(second, side)) {
    return { name: side === 1 ? 'three white soldiers' : 'three black crows', strength: 0.6 }
  }
  return null
}
