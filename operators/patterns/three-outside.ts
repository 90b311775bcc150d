import type { Bars } from './bar.ts'

/**
 * An engulfing and its confirmation: a body around the one before, of the other colour, then a close further on. 100 up,
 * −100 down. TA-Lib CDL3OUTSIDE.
 */
export function threeOutside([third, second, first]: Bars): number {
  const side = second.color
  const found =
    first.color !== side &&
    side * second.close > side * first.open &&
    side * second.open < side * first.close &&
    side * third.close > side * second.close
  return found ? 100 * side : 0
}
