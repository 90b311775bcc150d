import type { Bar, Bars } from './bar.ts'

/**
 * A long candle, three short ones of the other colour that drift back within its range, and a long one that closes beyond
 * the first: 100 rising, −100 falling. TA-Lib CDLRISEFALL3METHODS.
 */
export function risingFallingThreeMethods([fifth, fourth, third, second, first]: Bars): number {
  const side = first.color
  const found =
    first.body > first.bodyLong &&
    rests(second, first) &&
    rests(third, first) &&
    rests(fourth, first) &&
    side * third.close < side * second.close &&
    side * fourth.close < side * third.close &&
    fifth.color === side &&
    fifth.body > fifth.bodyLong &&
    side * fifth.open > side * fourth.close &&
    side * fifth.close > side * first.close
  return found ? 100 * side : 0
}

function rests(bar: Bar, first: Bar): boolean {
  return (
    bar.color !== first.color &&
    bar.body < bar.bodyShort &&
    bar.bottom < first.high &&
    bar.top > first.low
  )
}
