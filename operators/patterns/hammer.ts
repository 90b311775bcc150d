import type { Bar, Bars } from './bar.ts'

/**
 * A short body with a long lower shadow and almost no upper one, at or near the low before it: 100. TA-Lib CDLHAMMER.
 */
export function hammer([last, before]: Bars): number {
  return isHammer(last) && last.bottom <= before.low + before.near ? 100 : 0
}

/** The same candle at or near the high before it: −100. TA-Lib CDLHANGINGMAN. */
export function hangingMan([last, before]: Bars): number {
  return isHammer(last) && last.bottom >= before.high - before.near ? -100 : 0
}

function isHammer(bar: Bar): boolean {
  return (
    bar.body < bar.bodyShort &&
    bar.lowerShadow > bar.shadowLong &&
    bar.upperShadow < bar.shadowVeryShort
  )
}
