import { type Bars, black } from './bar.ts'

/**
 * Three black candles that calm down: a long one with a long lower shadow, a smaller one that holds its low, a short one
 * almost without shadows inside the second's range. 100. TA-Lib CDL3STARSINSOUTH.
 */
export function threeStarsInTheSouth([third, second, first]: Bars): number {
  const found =
    first.color === black &&
    second.color === black &&
    third.color === black &&
    first.body > first.bodyLong &&
    first.lowerShadow > first.shadowLong &&
    second.body < first.body &&
    second.open > first.close &&
    second.open <= first.high &&
    second.low < first.close &&
    second.low >= first.low &&
    second.lowerShadow > second.shadowVeryShort &&
    third.body < third.bodyShort &&
    third.lowerShadow < third.shadowVeryShort &&
    third.upperShadow < third.shadowVeryShort &&
    third.low > second.low &&
    third.high < second.high
  return found ? 100 : 0
}
