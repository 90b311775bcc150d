import { type Bars, black } from './bar.ts'

/** A short black body inside a long black one: 100. TA-Lib CDLHOMINGPIGEON. */
export function homingPigeon([second, first]: Bars): number {
  const found =
    first.color === black &&
    second.color === black &&
    first.body > first.bodyLong &&
    second.body <= second.bodyShort &&
    second.open < first.open &&
    second.close > first.close
  return found ? 100 : 0
}
