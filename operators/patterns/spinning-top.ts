import type { Bars } from './bar.ts'

/** A short body with two shadows longer than it: ±100 by its colour only. TA-Lib CDLSPINNINGTOP. */
export function spinningTop([last]: Bars): number {
  const found =
    last.body < last.bodyShort && last.upperShadow > last.body && last.lowerShadow > last.body
  return found ? 100 * last.color : 0
}

/** A short body with two very long shadows: ±100 by its colour only. TA-Lib CDLHIGHWAVE. */
export function highWave([last]: Bars): number {
  const found =
    last.body < last.bodyShort &&
    last.upperShadow > last.shadowVeryLong &&
    last.lowerShadow > last.shadowVeryLong
  return found ? 100 * last.color : 0
}
