import type { Bars } from './bar.ts'
import { bodyGaps } from './gap.ts'

/**
 * A candle beyond the body before it, in its own direction, then one of the other colour and about its size that opens in
 * its body and closes in the gap without closing it: 100 up, −100 down. TA-Lib CDLTASUKIGAP.
 */
export function tasukiGap([third, second, first]: Bars): number {
  const side = second.color
  const edge = side === 1 ? first.top : first.bottom
  const found =
    bodyGaps(second, first, side) &&
    third.color !== side &&
    side * third.open < side * second.close &&
    side * third.open > side * second.open &&
    side * third.close < side * second.open &&
    side * third.close > side * edge &&
    Math.abs(second.body - third.body) < second.near
  return found ? 100 * side : 0
}
