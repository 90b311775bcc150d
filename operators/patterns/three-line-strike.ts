import type { Bar, Bars } from './bar.ts'

/**
 * Three candles of one colour that close further and further, each opening in or near the body before; the fourth opens
 * further still and closes beyond the first's open. 100 for three white ones, −100 for three black. TA-Lib
 * CDL3LINESTRIKE.
 */
export function threeLineStrike([fourth, third, second, first]: Bars): number {
  const side = third.color
  const found =
    first.color === side &&
    second.color === side &&
    fourth.color !== side &&
    opensNearBody(second, first) &&
    opensNearBody(third, second) &&
    side * third.close > side * second.close &&
    side * second.close > side * first.close &&
    side * fourth.open > side * third.close &&
    side * fourth.close < side * first.open
  return found ? 100 * side : 0
}

function opensNearBody(later: Bar, earlier: Bar): boolean {
  return later.open >= earlier.bottom - earlier.near && later.open <= earlier.top + earlier.near
}
