import { type Bars, black, white } from './bar.ts'

/**
 * Three black candles with lower opens and closes, a black one with an upper shadow, and a white one that opens above the
 * fourth's open and closes above its high: 100. TA-Lib CDLLADDERBOTTOM.
 */
export function ladderBottom([fifth, fourth, third, second, first]: Bars): number {
  const found =
    first.color === black &&
    second.color === black &&
    third.color === black &&
    first.open > second.open &&
    second.open > third.open &&
    first.close > second.close &&
    second.close > third.close &&
    fourth.color === black &&
    fourth.upperShadow > fourth.shadowVeryShort &&
    fifth.color === white &&
    fifth.open > fourth.open &&
    fifth.close > fourth.high
  return found ? 100 : 0
}
