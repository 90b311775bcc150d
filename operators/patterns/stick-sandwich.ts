import { type Bars, black, white } from './bar.ts'
import { isWithin } from './within.ts'

/**
 * A white candle, wholly above the first's close, between two black ones that close at one price: 100. TA-Lib
 * CDLSTICKSANDWICH.
 */
export function stickSandwich([third, second, first]: Bars): number {
  const found =
    first.color === black &&
    second.color === white &&
    third.color === black &&
    second.low > first.close &&
    isWithin(third.close, first.close, first.equal)
  return found ? 100 : 0
}
