import { type Bars, black, white } from './bar.ts'
import { halfBody } from './candle-settings.ts'

/**
 * After a long white candle a black one that opens above its high and closes below the middle of its body, within it:
 * −100. TA-Lib CDLDARKCLOUDCOVER.
 */
export function darkCloudCover([second, first]: Bars): number {
  const found =
    first.color === white &&
    first.body > first.bodyLong &&
    second.color === black &&
    second.open > first.high &&
    second.close > first.open &&
    second.close < first.close - first.body * halfBody
  return found ? -100 : 0
}
