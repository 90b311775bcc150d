import { type Bar, type Bars, black, type Color, white } from './bar.ts'
import { starPenetration } from './candle-settings.ts'
import { bodyGaps } from './gap.ts'

/**
 * A long black candle, a short body below it and a white one that closes deep in the first's body: 100. TA-Lib
 * CDLMORNINGSTAR.
 */
export function morningStar([third, second, first]: Bars): number {
  return second.body <= second.bodyShort && turns(third, second, first, black) ? 100 : 0
}

/** The same with a doji in the middle. TA-Lib CDLMORNINGDOJISTAR. */
export function morningDojiStar([third, second, first]: Bars): number {
  return second.body <= second.bodyDoji && turns(third, second, first, black) ? 100 : 0
}

/** The morning star upside down: −100. TA-Lib CDLEVENINGSTAR. */
export function eveningStar([third, second, first]: Bars): number {
  return second.body <= second.bodyShort && turns(third, second, first, white) ? -100 : 0
}

/** The same with a doji in the middle. TA-Lib CDLEVENINGDOJISTAR. */
export function eveningDojiStar([third, second, first]: Bars): number {
  return second.body <= second.bodyDoji && turns(third, second, first, white) ? -100 : 0
}

/** Whether the move of the first candle's colour goes on to the star and turns there. */
function turns(third: Bar, star: Bar, first: Bar, side: Color): boolean {
  return (
    first.color === side &&
    first.body > first.bodyLong &&
    bodyGaps(star, first, side) &&
    third.color !== side &&
    third.body > third.bodyShort &&
    side * third.close < side * first.close - first.body * starPenetration
  )
}
