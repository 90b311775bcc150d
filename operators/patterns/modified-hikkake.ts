import { type Bar, type Bars, black, type Color, white } from './bar.ts'

/**
 * The hikkake with two candles, each inside the one before, where the first of them closes near the end that is then
 * broken. Scores and confirmation as the hikkake's; a reversal only. TA-Lib CDLHIKKAKEMOD.
 */
export function modifiedHikkake([b0, b1, b2, b3, b4, b5, b6]: Bars): number {
  const now = breakOf(b0, b1, b2, b3)
  if (now !== 0) return 100 * now
  // The latest break counts, as long as no close before this one has confirmed it.
  const one = breakOf(b1, b2, b3, b4)
  if (one !== 0) return confirms(b0, b2, one) ? 200 * one : 0
  const two = breakOf(b2, b3, b4, b5)
  if (two !== 0) return confirms(b0, b3, two) && !confirms(b1, b3, two) ? 200 * two : 0
  const three = breakOf(b3, b4, b5, b6)
  if (three === 0 || confirms(b2, b4, three) || confirms(b1, b4, three)) return 0
  return confirms(b0, b4, three) ? 200 * three : 0
}

/** The side that a break speaks for, the other than it goes to; 0 for none. */
function breakOf(last: Bar, third: Bar, second: Bar, first: Bar): Color | 0 {
  if (!(isInside(second, first) && isInside(third, second))) return 0
  const falls = last.high < third.high && last.low < third.low
  if (falls && second.close <= second.low + second.near) return white
  const rises = last.high > third.high && last.low > third.low
  if (rises && second.close >= second.high - second.near) return black
  return 0
}

function isInside(bar: Bar, around: Bar): boolean {
  return bar.high < around.high && bar.low > around.low
}

function confirms(bar: Bar, inside: Bar, side: Color): boolean {
  return side === white ? bar.close > inside.high : bar.close < inside.low
}
