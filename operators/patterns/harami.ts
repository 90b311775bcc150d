import type { Bar, Bars } from './bar.ts'

/**
 * A short body inside a long one: 100 after a black one, −100 after a white one; ±80 where they meet at an end. TA-Lib
 * CDLHARAMI.
 */
export function harami([second, first]: Bars): number {
  return second.body <= second.bodyShort ? scoreInside(second, first) : 0
}

/** The same with a doji for the second candle. TA-Lib CDLHARAMICROSS. */
export function haramiCross([second, first]: Bars): number {
  return second.body <= second.bodyDoji ? scoreInside(second, first) : 0
}

function scoreInside(second: Bar, first: Bar): number {
  const touches =
    first.body > first.bodyLong && second.top <= first.top && second.bottom >= first.bottom
  if (!touches) return 0
  return (second.top < first.top && second.bottom > first.bottom ? -100 : -80) * first.color
}
