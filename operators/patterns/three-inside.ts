import type { Bars } from './bar.ts'

/**
 * A harami and its confirmation: a short body inside a long one, then a close beyond the first's open. 100 up, after a
 * black first; −100 down. TA-Lib CDL3INSIDE.
 */
export function threeInside([third, second, first]: Bars): number {
  const side = first.color
  const found =
    first.body > first.bodyLong &&
    second.body <= second.bodyShort &&
    second.top < first.top &&
    second.bottom > first.bottom &&
    third.color !== side &&
    side * third.close < side * first.open
  return found ? -100 * side : 0
}
