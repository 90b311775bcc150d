import type { Bars } from './bar.ts'

/** A doji at its high, with a lower shadow: 100, which says nothing of up or down. TA-Lib CDLDRAGONFLYDOJI. */
export function dragonflyDoji([last]: Bars): number {
  const found =
    last.body <= last.bodyDoji &&
    last.upperShadow < last.shadowVeryShort &&
    last.lowerShadow > last.shadowVeryShort
  return found ? 100 : 0
}

/** A doji at its low, with an upper shadow: 100, which says nothing of up or down. TA-Lib CDLGRAVESTONEDOJI. */
export function gravestoneDoji([last]: Bars): number {
  const found =
    last.body <= last.bodyDoji &&
    last.lowerShadow < last.shadowVeryShort &&
    last.upperShadow > last.shadowVeryShort
  return found ? 100 : 0
}

/** A doji at its high whose lower shadow is very long: 100, which says nothing of up or down. TA-Lib CDLTAKURI. */
export function takuri([last]: Bars): number {
  const found =
    last.body <= last.bodyDoji &&
    last.upperShadow < last.shadowVeryShort &&
    last.lowerShadow > last.shadowVeryLong
  return found ? 100 : 0
}
