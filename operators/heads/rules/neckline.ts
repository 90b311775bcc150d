import type { Candle } from '../../../schemas/contracts.generated.ts'
import { closeOf, type Side } from '../oriented.ts'

/** Candles after a close through a neckline in which the pattern still speaks. */
const ageMax = 4

/**
 * Candles since the first close above a neckline after `from`, read from this side; null where none went through, it is
 * long ago, or price is back below. `lineAt`: the oriented price of the neckline at a candle.
 */
export function ageOfBreak(
  candles: readonly Candle[],
  from: number,
  lineAt: (index: number) => number,
  side: Side,
): number | null {
  const newest = candles.length - 1
  const last = candles[newest]
  if (last === undefined || closeOf(last, side) <= lineAt(newest)) return null
  for (let index = from + 1; index <= newest; index += 1) {
    const candle = candles[index]
    if (candle === undefined || closeOf(candle, side) <= lineAt(index)) continue
    return newest - index <= ageMax ? newest - index : null
  }
  return null
}
