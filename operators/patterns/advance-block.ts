import { type Bar, type Bars, white } from './bar.ts'

/**
 * Three white candles that close higher and higher and tire: bodies shrink or upper shadows grow. The first is long with
 * a short upper shadow. −100. TA-Lib CDLADVANCEBLOCK.
 */
export function advanceBlock([third, second, first]: Bars): number {
  const found =
    first.color === white &&
    second.color === white &&
    third.color === white &&
    follows(second, first) &&
    follows(third, second) &&
    first.body > first.bodyLong &&
    first.upperShadow < first.shadowShort &&
    tires(first, second, third)
  return found ? -100 : 0
}

function follows(later: Bar, earlier: Bar): boolean {
  return (
    later.close > earlier.close &&
    later.open > earlier.open &&
    later.open <= earlier.close + earlier.near
  )
}

function tires(first: Bar, second: Bar, third: Bar): boolean {
  const falls = third.body < second.body
  return (
    (second.body < first.body - first.far && third.body < second.body + second.near) ||
    third.body < second.body - second.far ||
    (falls &&
      second.body < first.body &&
      (third.upperShadow > third.shadowShort || second.upperShadow > second.shadowShort)) ||
    (falls && third.upperShadow > third.shadowLong)
  )
}
