import { type Bar, type Bars, white } from './bar.ts'

/**
 * Three white candles that close higher and higher, almost at their highs, each opening in or near the body before and
 * not far smaller than it; the last is not short. 100. TA-Lib CDL3WHITESOLDIERS.
 */
export function threeWhiteSoldiers([third, second, first]: Bars): number {
  const found =
    isSoldier(first) &&
    isSoldier(second) &&
    isSoldier(third) &&
    follows(second, first) &&
    follows(third, second) &&
    third.body > third.bodyShort
  return found ? 100 : 0
}

function isSoldier(bar: Bar): boolean {
  return bar.color === white && bar.upperShadow < bar.shadowVeryShort
}

function follows(later: Bar, earlier: Bar): boolean {
  return (
    later.close > earlier.close &&
    later.open > earlier.open &&
    later.open <= earlier.close + earlier.near &&
    later.body > earlier.body - earlier.far
  )
}
