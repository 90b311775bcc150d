import { type Bars, black, white } from './bar.ts'
import { bodyGaps } from './gap.ts'

/**
 * After a long white candle a black one above it, then a black one that opens in the second's body and closes in the
 * first's: −100. TA-Lib CDL2CROWS.
 */
export function twoCrows([third, second, first]: Bars): number {
  const found =
    first.color === white &&
    first.body > first.bodyLong &&
    second.color === black &&
    bodyGaps(second, first, white) &&
    third.color === black &&
    third.open < second.open &&
    third.open > second.close &&
    third.close > first.open &&
    third.close < first.close
  return found ? -100 : 0
}
