import type { Bars } from './bar.ts'

/**
 * A body around the one before, of the other colour: 100 white, −100 black; ±80 where they meet at one end. TA-Lib
 * CDLENGULFING.
 */
export function engulfing([second, first]: Bars): number {
  const side = second.color
  const close = side * second.close
  const open = side * second.open
  const near = side * first.close
  const far = side * first.open
  const found =
    first.color !== side && ((close >= far && open < near) || (close > far && open <= near))
  if (!found) return 0
  return (open === near || close === far ? 80 : 100) * side
}
