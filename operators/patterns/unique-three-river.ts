import { type Bars, black, white } from './bar.ts'

/**
 * A long black candle, a black one whose body stays in the first's and whose shadow makes a new low, and a short white one
 * that opens above that low: 100. TA-Lib CDLUNIQUE3RIVER.
 */
export function uniqueThreeRiver([third, second, first]: Bars): number {
  const found =
    first.color === black &&
    first.body > first.bodyLong &&
    second.color === black &&
    second.close > first.close &&
    second.open <= first.open &&
    second.low < first.low &&
    third.color === white &&
    third.body < third.bodyShort &&
    third.open > second.low
  return found ? 100 : 0
}
