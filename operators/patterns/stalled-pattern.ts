import { type Bars, white } from './bar.ts'

/**
 * Two long white candles, the second almost without an upper shadow, and a short white one that rides on its shoulder:
 * −100. TA-Lib CDLSTALLEDPATTERN.
 */
export function stalledPattern([third, second, first]: Bars): number {
  const found =
    first.color === white &&
    second.color === white &&
    third.color === white &&
    third.close > second.close &&
    second.close > first.close &&
    first.body > first.bodyLong &&
    second.body > second.bodyLong &&
    second.upperShadow < second.shadowVeryShort &&
    second.open > first.open &&
    second.open <= first.close + first.near &&
    // TA-Lib asks for an open on the second's shoulder too, which a short body with a higher close always has.
    third.body < third.bodyShort
  return found ? -100 : 0
}
