import type { Bar, Bars, Color } from './bar.ts'
import { candleGaps } from './gap.ts'

/**
 * Two long candles almost without shadows, of unlike colour, the second away from the first by a gap: 100 up, −100 down.
 * TA-Lib CDLKICKING.
 */
export function kicking([second, first]: Bars): number {
  return 100 * kickOf(second, first)
}

/** The same, with the sign of the longer of the two. TA-Lib CDLKICKINGBYLENGTH. */
export function kickingByLength([second, first]: Bars): number {
  if (kickOf(second, first) === 0) return 0
  return 100 * (second.body > first.body ? second.color : first.color)
}

function kickOf(second: Bar, first: Bar): Color | 0 {
  const found =
    first.color !== second.color &&
    isLongAndBare(first) &&
    isLongAndBare(second) &&
    candleGaps(second, first, second.color)
  return found ? second.color : 0
}

function isLongAndBare(bar: Bar): boolean {
  return (
    bar.body > bar.bodyLong &&
    bar.upperShadow < bar.shadowVeryShort &&
    bar.lowerShadow < bar.shadowVeryShort
  )
}
