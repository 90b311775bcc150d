import { type Bars, black, white } from './bar.ts'
import { bodyGaps } from './gap.ts'

/**
 * Three dojis, the middle one beyond the first and the third not beyond it: 100 at a bottom, −100 at a top. All three
 * are held against the average before the first. TA-Lib CDLTRISTAR.
 */
export function tristar([third, second, first]: Bars): number {
  const limit = first.bodyDoji
  if (!(first.body <= limit && second.body <= limit && third.body <= limit)) return 0
  if (bodyGaps(second, first, white) && third.top < second.top) return -100
  if (bodyGaps(second, first, black) && third.bottom > second.bottom) return 100
  return 0
}
