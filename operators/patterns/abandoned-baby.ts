import type { Bars } from './bar.ts'
import { starPenetration } from './candle-settings.ts'
import { candleGaps } from './gap.ts'

/**
 * A long candle, a doji that stands apart from both neighbours, shadows and all, and a candle of the other colour that
 * closes deep in the first's body. 100 at a bottom, −100 at a top. TA-Lib CDLABANDONEDBABY.
 */
export function abandonedBaby([third, second, first]: Bars): number {
  const side = first.color
  const back = third.color
  const found =
    back !== side &&
    first.body > first.bodyLong &&
    second.body <= second.bodyDoji &&
    third.body > third.bodyShort &&
    side * third.close < side * first.close - first.body * starPenetration &&
    candleGaps(second, first, side) &&
    candleGaps(third, second, back)
  return found ? 100 * back : 0
}
