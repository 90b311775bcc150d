import { type Bars, white } from './bar.ts'

/** A long body almost without shadows: 100 white, −100 black. TA-Lib CDLMARUBOZU. */
export function marubozu([last]: Bars): number {
  const found =
    last.body > last.bodyLong &&
    last.upperShadow < last.shadowVeryShort &&
    last.lowerShadow < last.shadowVeryShort
  return found ? 100 * last.color : 0
}

/** A long body that ends almost at the extreme it closes at: 100 white, −100 black. TA-Lib CDLCLOSINGMARUBOZU. */
export function closingMarubozu([last]: Bars): number {
  const shadow = last.color === white ? last.upperShadow : last.lowerShadow
  return last.body > last.bodyLong && shadow < last.shadowVeryShort ? 100 * last.color : 0
}

/** A long body that begins almost at the extreme it opens at: 100 white, −100 black. TA-Lib CDLBELTHOLD. */
export function beltHold([last]: Bars): number {
  const shadow = last.color === white ? last.lowerShadow : last.upperShadow
  return last.body > last.bodyLong && shadow < last.shadowVeryShort ? 100 * last.color : 0
}
