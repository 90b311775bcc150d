import type { Bars } from './bar.ts'
import { bodyGaps } from './gap.ts'

/**
 * A long candle, a gap, two more steps the same way, and a candle of the other colour that closes in the gap. The third
 * may have either colour. 100 after a fall, −100 after a rise. TA-Lib CDLBREAKAWAY.
 */
export function breakaway([fifth, fourth, third, second, first]: Bars): number {
  const side = first.color
  const found =
    first.body > first.bodyLong &&
    second.color === side &&
    fourth.color === side &&
    fifth.color !== side &&
    bodyGaps(second, first, side) &&
    side * third.high > side * second.high &&
    side * third.low > side * second.low &&
    side * fourth.high > side * third.high &&
    side * fourth.low > side * third.low &&
    side * fifth.close < side * second.open &&
    side * fifth.close > side * first.close
  return found ? -100 * side : 0
}
