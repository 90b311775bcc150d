import { type Bars, black } from './bar.ts'
import { isWithin } from './within.ts'

/** Two black candles that close at one price: 100. TA-Lib CDLMATCHINGLOW. */
export function matchingLow([second, first]: Bars): number {
  const found =
    first.color === black &&
    second.color === black &&
    isWithin(second.close, first.close, first.equal)
  return found ? 100 : 0
}
