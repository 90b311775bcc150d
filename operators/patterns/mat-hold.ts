import { type Bar, type Bars, black, white } from './bar.ts'
import { halfBody } from './candle-settings.ts'
import { bodyGaps } from './gap.ts'

/**
 * A long white candle, a short black one above it, two short ones that sink into its upper half, and a white one that
 * closes above them all: 100. TA-Lib CDLMATHOLD.
 */
export function matHold([fifth, fourth, third, second, first]: Bars): number {
  const found =
    first.color === white &&
    first.body > first.bodyLong &&
    second.color === black &&
    second.body < second.bodyShort &&
    bodyGaps(second, first, white) &&
    sinks(third, first) &&
    sinks(fourth, first) &&
    third.top < second.open &&
    fourth.top < third.top &&
    fifth.color === white &&
    fifth.open > fourth.close &&
    fifth.close > second.high &&
    fifth.close > third.high &&
    fifth.close > fourth.high
  return found ? 100 : 0
}

function sinks(bar: Bar, first: Bar): boolean {
  return (
    bar.body < bar.bodyShort &&
    bar.bottom < first.close &&
    bar.bottom > first.close - first.body * halfBody
  )
}
