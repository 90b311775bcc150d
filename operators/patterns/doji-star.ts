import type { Bars } from './bar.ts'
import { bodyGaps } from './gap.ts'

/** A doji beyond the body of a long candle: 100 below a black one, −100 above a white one. TA-Lib CDLDOJISTAR. */
export function dojiStar([second, first]: Bars): number {
  const side = first.color
  const found =
    first.body > first.bodyLong && second.body <= second.bodyDoji && bodyGaps(second, first, side)
  return found ? -100 * side : 0
}
