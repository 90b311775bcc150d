import { type Bar, type Bars, black, white } from './bar.ts'
import { bodyGaps } from './gap.ts'

/**
 * A short body with a long upper shadow and almost no lower one, above the body before it: −100. TA-Lib
 * CDLSHOOTINGSTAR.
 */
export function shootingStar([last, before]: Bars): number {
  return isInverted(last) && bodyGaps(last, before, white) ? -100 : 0
}

/** The same candle below the body before it: 100. TA-Lib CDLINVERTEDHAMMER. */
export function invertedHammer([last, before]: Bars): number {
  return isInverted(last) && bodyGaps(last, before, black) ? 100 : 0
}

function isInverted(bar: Bar): boolean {
  return (
    bar.body < bar.bodyShort &&
    bar.upperShadow > bar.shadowLong &&
    bar.lowerShadow < bar.shadowVeryShort
  )
}
