import type { Bar, Bars } from './bar.ts'

/** A long body with short shadows: 100 white, −100 black. TA-Lib CDLLONGLINE. */
export function longLine([last]: Bars): number {
  return last.body > last.bodyLong && hasShortShadows(last) ? 100 * last.color : 0
}

/** A short body with short shadows: 100 white, −100 black. TA-Lib CDLSHORTLINE. */
export function shortLine([last]: Bars): number {
  return last.body < last.bodyShort && hasShortShadows(last) ? 100 * last.color : 0
}

function hasShortShadows(bar: Bar): boolean {
  return bar.upperShadow < bar.shadowShort && bar.lowerShadow < bar.shadowShort
}
