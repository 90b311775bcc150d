import type { Candle } from '../../../schemas/contracts.generated.ts'
import { closeOf, lowOf, type Side } from '../oriented.ts'
import { eventCandles, type TradingRange } from './trading-range.ts'

export interface RangeExit {
  /** A false exit is back inside; a true one closes outside. */
  readonly kind: 'false' | 'true'
  /** Most of a candle below the range, or the mean of the newest ones, as a multiple of the range's. */
  readonly volume: number
  /** How far back inside, as a share of the range; how far outside, in ATR. */
  readonly distance: number
}

/** Below the range and back inside in the newest candles: a spring; read upside down, an upthrust. */
export function findFalseExit(
  candles: readonly Candle[],
  range: TradingRange,
  side: Side,
): RangeExit | null {
  const floor = side === 1 ? range.low : -range.high
  const last = candles.at(-1)
  if (last === undefined || closeOf(last, side) <= floor) return null
  let most = 0
  let below = false
  for (let index = candles.length - eventCandles; index < candles.length; index += 1) {
    const candle = candles[index]
    if (candle === undefined || lowOf(candle, side) >= floor) continue
    below = true
    most = Math.max(most, candle.volume)
  }
  if (!below) return null
  const distance = (closeOf(last, side) - floor) / (range.high - range.low)
  return { kind: 'false', volume: most / range.volume, distance }
}

/** A close above the range: a sign of strength where volume expands; read upside down, of weakness. */
export function findTrueExit(
  candles: readonly Candle[],
  range: TradingRange,
  side: Side,
  atr: number,
): RangeExit | null {
  const ceiling = side === 1 ? range.high : -range.low
  const last = candles.at(-1)
  if (last === undefined || closeOf(last, side) <= ceiling) return null
  let sum = 0
  for (let index = candles.length - eventCandles; index < candles.length; index += 1) {
    sum += candles[index]?.volume ?? 0
  }
  const distance = (closeOf(last, side) - ceiling) / atr
  return { kind: 'true', volume: sum / eventCandles / range.volume, distance }
}
