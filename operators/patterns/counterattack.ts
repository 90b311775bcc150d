import type { Bars } from './bar.ts'
import { isWithin } from './within.ts'

/**
 * Two long candles of unlike colour that close at one price: 100 where the second is white, −100 where it is black.
 * TA-Lib CDLCOUNTERATTACK.
 */
export function counterattack([second, first]: Bars): number {
  const found =
    first.color !== second.color &&
    first.body > first.bodyLong &&
    second.body > second.bodyLong &&
    isWithin(second.close, first.close, first.equal)
  return found ? 100 * second.color : 0
}
