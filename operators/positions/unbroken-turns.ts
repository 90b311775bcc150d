import type { Candle } from '../../schemas/contracts.generated.ts'
import { findSwings } from '../heads/swings.ts'

/** A swing that price has not gone beyond since: a support or resistance that still stands. */
export interface Turn {
  readonly kind: 'high' | 'low'
  readonly price: number
  readonly openMs: number
}

/** Candles on each side that a swing must stand out from; it is confirmed when those behind it have closed. */
const reach = 3

/** The confirmed swings, oldest first, beyond which no later candle traded. */
export function unbrokenTurns(candles: readonly Candle[]): readonly Turn[] {
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  let after = candles.length
  const turns: Turn[] = []
  for (const { index, kind, price } of findSwings(candles, reach).reverse()) {
    for (; after > index + 1; after--) {
      const later = candles[after - 1]
      if (later === undefined) continue
      lowest = Math.min(lowest, later.low)
      highest = Math.max(highest, later.high)
    }
    const candle = candles[index]
    const stands = kind === 'low' ? lowest >= price : highest <= price
    if (candle !== undefined && stands) turns.push({ kind, price, openMs: candle.open_time })
  }
  return turns.reverse()
}
