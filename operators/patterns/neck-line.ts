import { type Bar, type Bars, black, white } from './bar.ts'
import { halfBody } from './candle-settings.ts'
import { isWithin } from './within.ts'

/** After a long black candle a white one that opens below its low and closes at that low: −100. TA-Lib CDLONNECK. */
export function onNeck([second, first]: Bars): number {
  return isReturn(second, first) && isWithin(second.close, first.low, first.equal) ? -100 : 0
}

/** The same, closing at the black candle's close or barely in its body: −100. TA-Lib CDLINNECK. */
export function inNeck([second, first]: Bars): number {
  const found =
    isReturn(second, first) &&
    second.close <= first.close + first.equal &&
    second.close >= first.close
  return found ? -100 : 0
}

/** The same, closing in the black body but not above its middle: −100. TA-Lib CDLTHRUSTING. */
export function thrusting([second, first]: Bars): number {
  const found =
    isReturn(second, first) &&
    second.close > first.close + first.equal &&
    second.close <= first.close + first.body * halfBody
  return found ? -100 : 0
}

function isReturn(second: Bar, first: Bar): boolean {
  return (
    first.color === black &&
    first.body > first.bodyLong &&
    second.color === white &&
    second.open < first.low
  )
}
