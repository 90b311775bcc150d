import { type Bars, black, white } from './bar.ts'
import { bodyGaps } from './gap.ts'
import { isWithin } from './within.ts'

/**
 * Two white candles of about one size and one open, both beyond the body before them: 100 above it, −100 below it.
 * TA-Lib CDLGAPSIDESIDEWHITE.
 */
export function gapSideBySideWhite([third, second, first]: Bars): number {
  const alike =
    second.color === white &&
    third.color === white &&
    isWithin(third.body, second.body, second.near) &&
    isWithin(third.open, second.open, second.equal)
  if (!alike) return 0
  if (bodyGaps(second, first, white) && bodyGaps(third, first, white)) return 100
  if (bodyGaps(second, first, black) && bodyGaps(third, first, black)) return -100
  return 0
}
