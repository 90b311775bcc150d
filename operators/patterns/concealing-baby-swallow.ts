import { type Bar, type Bars, black } from './bar.ts'
import { bodyGaps } from './gap.ts'

/**
 * Four black candles: two almost without shadows, one that gaps down and reaches back into the second's body, one that
 * swallows the third, shadows and all. 100. TA-Lib CDLCONCEALBABYSWALL.
 */
export function concealingBabySwallow([fourth, third, second, first]: Bars): number {
  const found =
    first.color === black &&
    second.color === black &&
    third.color === black &&
    fourth.color === black &&
    isBare(first) &&
    isBare(second) &&
    bodyGaps(third, second, black) &&
    third.upperShadow > third.shadowVeryShort &&
    third.high > second.close &&
    fourth.high > third.high &&
    fourth.low < third.low
  return found ? 100 : 0
}

function isBare(bar: Bar): boolean {
  return bar.lowerShadow < bar.shadowVeryShort && bar.upperShadow < bar.shadowVeryShort
}
