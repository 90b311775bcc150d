import { type Bars, white } from './bar.ts'
import { isWithin } from './within.ts'

/**
 * Two candles of unlike colour that open at one price; the second is long and leaves that price at once: 100 white, −100
 * black. TA-Lib CDLSEPARATINGLINES.
 */
export function separatingLines([second, first]: Bars): number {
  const shadow = second.color === white ? second.lowerShadow : second.upperShadow
  const found =
    first.color !== second.color &&
    isWithin(second.open, first.open, first.equal) &&
    second.body > second.bodyLong &&
    shadow < second.shadowVeryShort
  return found ? 100 * second.color : 0
}
