import { type Bar, type Bars, black, white } from './bar.ts'

/**
 * After a white candle three black ones that close lower and lower, almost at their lows, each opening in the body
 * before: −100. TA-Lib CDL3BLACKCROWS.
 */
export function threeBlackCrows([third, second, first, before]: Bars): number {
  const found =
    before.color === white &&
    isCrow(first) &&
    isCrow(second) &&
    isCrow(third) &&
    opensInBody(second, first) &&
    opensInBody(third, second) &&
    before.high > first.close &&
    first.close > second.close &&
    second.close > third.close
  return found ? -100 : 0
}

function isCrow(bar: Bar): boolean {
  return bar.color === black && bar.lowerShadow < bar.shadowVeryShort
}

function opensInBody(later: Bar, earlier: Bar): boolean {
  return later.open < earlier.open && later.open > earlier.close
}
