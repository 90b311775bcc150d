import { type Bar, type Bars, black, type Color, white } from './bar.ts'

/**
 * A false break: a candle inside the one before, then one that breaks out of it on one side. 100 where it breaks down, for
 * the break is expected to fail; −100 where it breaks up. 200 or −200 on the first close back beyond the inside candle
 * within three candles of the break. A new break hides a confirmation. TA-Lib CDLHIKKAKE.
 */
export function hikkake([b0, b1, b2, b3, b4, b5]: Bars): number {
  const now = breakOf(b0, b1, b2)
  if (now !== 0) return 100 * now
  // The latest break counts, as long as no close before this one has confirmed it.
  const one = breakOf(b1, b2, b3)
  if (one !== 0) return confirms(b0, b2, one) ? 200 * one : 0
  const two = breakOf(b2, b3, b4)
  if (two !== 0) return confirms(b0, b3, two) && !confirms(b1, b3, two) ? 200 * two : 0
  const three = breakOf(b3, b4, b5)
  if (three === 0 || confirms(b2, b4, three) || confirms(b1, b4, three)) return 0
  return confirms(b0, b4, three) ? 200 * three : 0
}

/** The side that a break speaks for, the other than it goes to; 0 for none. */
function breakOf(last: Bar, inside: Bar, around: Bar): Color | 0 {
  if (!(inside.high < around.high && inside.low > around.low)) return 0
  if (last.high < inside.high && last.low < inside.low) return white
  if (last.high > inside.high && last.low > inside.low) return black
  return 0
}

function confirms(bar: Bar, inside: Bar, side: Color): boolean {
  return side === white ? bar.close > inside.high : bar.close < inside.low
}
