import type { Candle } from '../../../schemas/contracts.generated.ts'

/** Candles of the range, and those after it in which its events are looked for. */
export const rangeCandles = 64
export const eventCandles = 6

export interface TradingRange {
  readonly low: number
  readonly high: number
  /** Mean of a candle. */
  readonly volume: number
  /** Net move over width: a range goes nowhere. */
  readonly drift: number
}

/** What price ranged in before the newest candles; a trend has one too, with much drift. */
export function findTradingRange(candles: readonly Candle[]): TradingRange {
  const end = candles.length - eventCandles
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  let volume = 0
  for (let index = end - rangeCandles; index < end; index += 1) {
    const candle = candles[index]
    if (candle === undefined) continue
    low = Math.min(low, candle.low)
    high = Math.max(high, candle.high)
    volume += candle.volume
  }
  const first = candles[end - rangeCandles]?.open ?? low
  const last = candles[end - 1]?.close ?? low
  return { low, high, volume: volume / rangeCandles, drift: (last - first) / (high - low) }
}
