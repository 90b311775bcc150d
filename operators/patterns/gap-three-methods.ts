import type { Bars } from './bar.ts'
import { bodyGaps } from './gap.ts'

/**
 * Two candles of one colour with a gap between their bodies, then one of the other colour that opens in the second's body
 * and closes in the first's: 100 up, −100 down. TA-Lib CDLXSIDEGAP3METHODS.
 */
export function gapThreeMethods([third, second, first]: Bars): number {
  const side = first.color
  const found =
    second.color === side &&
    third.color !== side &&
    bodyGaps(second, first, side) &&
    third.open < second.top &&
    third.open > second.bottom &&
    third.close < first.top &&
    third.close > first.bottom
  return found ? 100 * side : 0
}
