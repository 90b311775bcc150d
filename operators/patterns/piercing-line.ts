import { type Bars, black, white } from './bar.ts'
import { halfBody } from './candle-settings.ts'

/**
 * After a long black candle a long white one that opens below its low and closes above the middle of its body, within
 * it: 100. TA-Lib CDLPIERCING.
 */
export function piercingLine([second, first]: Bars): number {
  const found =
    first.color === black &&
    first.body > first.bodyLong &&
    second.color === white &&
    second.body > second.bodyLong &&
    second.open < first.low &&
    second.close < first.open &&
    second.close > first.close + first.body * halfBody
  return found ? 100 : 0
}
