import type { Bars } from './bar.ts'

/** A doji with a long shadow: 100, which says nothing of up or down. TA-Lib CDLLONGLEGGEDDOJI. */
export function longLeggedDoji([last]: Bars): number {
  const found =
    last.body <= last.bodyDoji &&
    (last.lowerShadow > last.shadowLong || last.upperShadow > last.shadowLong)
  return found ? 100 : 0
}

/**
 * A doji with two long shadows whose body is near the middle of the range: 100, which says nothing of up or down. TA-Lib
 * CDLRICKSHAWMAN.
 */
export function rickshawMan([last]: Bars): number {
  const middle = last.low + last.range / 2
  const found =
    last.body <= last.bodyDoji &&
    last.lowerShadow > last.shadowLong &&
    last.upperShadow > last.shadowLong &&
    last.bottom <= middle + last.near &&
    last.top >= middle - last.near
  return found ? 100 : 0
}
