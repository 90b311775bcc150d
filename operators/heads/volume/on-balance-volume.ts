import type { Candle } from '../../../schemas/contracts.generated.ts'
import type { Side } from '../oriented.ts'
import type { Swing } from '../swings.ts'

/**
 * On-balance volume (Granville 1963) of the candles given, from 0 at the first: volume is added where the close rose and
 * taken away where it fell.
 */
export function onBalanceVolume(candles: readonly Candle[]): readonly number[] {
  const series: number[] = []
  let sum = 0
  for (let index = 0; index < candles.length; index += 1) {
    const candle = candles[index]
    const before = candles[index - 1]
    if (candle !== undefined && before !== undefined) {
      if (candle.close > before.close) sum += candle.volume
      else if (candle.close < before.close) sum -= candle.volume
    }
    series.push(sum)
  }
  return series
}

export interface Divergence {
  /** Of the two swings, as they stand on the chart. */
  readonly before: number
  readonly price: number
  /** How much higher on-balance volume was at the later low, in mean candles of volume. */
  readonly gain: number
  /** Candles since the later swing. */
  readonly age: number
}

const ageMax = 8
const apartMax = 60
/** Least that the low went lower, in ATR, and least gain, in mean candles of volume. */
const lowerMin = 0.2
const gainMin = 1

/** A lower low of this side that on-balance volume does not confirm: those who sell have become fewer. */
export function findDivergence(
  candles: readonly Candle[],
  swings: readonly Swing[],
  balance: readonly number[],
  side: Side,
  atr: number,
): Divergence | null {
  const kind = side === 1 ? 'low' : 'high'
  const newest = candles.length - 1
  let later: Swing | null = null
  for (let at = swings.length - 1; at >= 0; at -= 1) {
    const swing = swings[at]
    if (swing === undefined || swing.kind !== kind) continue
    if (later === null) {
      if (newest - swing.index > ageMax) return null
      later = swing
      continue
    }
    if (later.index - swing.index > apartMax) return null
    if (side * (swing.price - later.price) < lowerMin * atr) continue
    const change = side * ((balance[later.index] ?? 0) - (balance[swing.index] ?? 0))
    const mean = meanVolume(candles, swing.index, later.index)
    if (mean <= 0 || change < gainMin * mean) continue
    return {
      before: swing.price,
      price: later.price,
      gain: change / mean,
      age: newest - later.index,
    }
  }
  return null
}

function meanVolume(candles: readonly Candle[], from: number, to: number): number {
  let sum = 0
  for (let index = from; index <= to; index += 1) sum += candles[index]?.volume ?? 0
  return sum / (to - from + 1)
}
