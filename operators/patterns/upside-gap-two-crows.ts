import { type Bars, black, white } from './bar.ts'
import { bodyGaps } from './gap.ts'

/**
 * After a long white candle a short black one above it, then a black one around the second's body that leaves the gap
 * open: −100. TA-Lib CDLUPSIDEGAP2CROWS.
 */
export function upsideGapTwoCrows([third, second, first]: Bars): number {
  const found =
    first.color === white &&
    first.body > first.bodyLong &&
    second.color === black &&
    second.body <= second.bodyShort &&
    bodyGaps(second, first, white) &&
    third.color === black &&
    third.open > second.open &&
    third.close < second.close &&
    third.close > first.close
  return found ? -100 : 0
}
