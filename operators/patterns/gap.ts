import { type Bar, type Color, white } from './bar.ts'

/** Whether the later body lies wholly above the earlier one's, or below it for `black`. */
export function bodyGaps(later: Bar, earlier: Bar, direction: Color): boolean {
  return direction === white ? later.bottom > earlier.top : later.top < earlier.bottom
}

/** The same for whole candles, shadows and all. */
export function candleGaps(later: Bar, earlier: Bar, direction: Color): boolean {
  return direction === white ? later.low > earlier.high : later.high < earlier.low
}
