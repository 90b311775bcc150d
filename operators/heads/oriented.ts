import type { Candle } from '../../schemas/contracts.generated.ts'

/** 1 reads a chart as it is, −1 upside down, so that a rule for LONG is also the one for SHORT. */
export type Side = 1 | -1

export const sides: readonly Side[] = [1, -1]

export function openOf(candle: Candle, side: Side): number {
  return side * candle.open
}

export function closeOf(candle: Candle, side: Side): number {
  return side * candle.close
}

export function highOf(candle: Candle, side: Side): number {
  return side === 1 ? candle.high : -candle.low
}

export function lowOf(candle: Candle, side: Side): number {
  return side === 1 ? candle.low : -candle.high
}

/** Close less open: above 0 for a candle that rises on this side. */
export function bodyOf(candle: Candle, side: Side): number {
  return side * (candle.close - candle.open)
}

/** Whether any close from a candle on lies below a level. */
export function closedBelow(
  candles: readonly Candle[],
  from: number,
  level: number,
  side: Side,
): boolean {
  for (let index = from; index < candles.length; index += 1) {
    const candle = candles[index]
    if (candle !== undefined && closeOf(candle, side) < level) return true
  }
  return false
}
