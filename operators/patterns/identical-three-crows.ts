import { type Bar, type Bars, black } from './bar.ts'
import { isWithin } from './within.ts'

/**
 * Three black candles that close lower and lower, almost at their lows, each opening where the one before closed:
 * −100. TA-Lib CDLIDENTICAL3CROWS.
 */
export function identicalThreeCrows([third, second, first]: Bars): number {
  const found =
    isCrow(first) &&
    isCrow(second) &&
    isCrow(third) &&
    first.close > second.close &&
    second.close > third.close &&
    isWithin(second.open, first.close, first.equal) &&
    isWithin(third.open, second.close, second.equal)
  return found ? -100 : 0
}

function isCrow(bar: Bar): boolean {
  return bar.color === black && bar.lowerShadow < bar.shadowVeryShort
}
