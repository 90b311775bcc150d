import type { Candle } from '../../../schemas/contracts.generated.ts'
import type { Side } from '../oriented.ts'
import type { Swing } from '../swings.ts'
import { ageOfBreak } from './neckline.ts'

export interface DoubleBottom {
  /** Of the two lows, on the chart. */
  readonly price: number
  readonly neckline: number
  /** From the lows to the neckline, in ATR. */
  readonly depth: number
  /** Candles since the first close through the neckline. */
  readonly age: number
}

const apartMin = 6
const apartMax = 70
/** In ATR. */
const evenWithin = 0.7
const depthMin = 2.5

/**
 * Two lows at one price, read from this side, and a close through the high between them: upside down a double top.
 * `turns`: a zigzag of the candles, so that between two lows there is one high.
 */
export function findDoubleBottom(
  candles: readonly Candle[],
  turns: readonly Swing[],
  side: Side,
  atr: number,
): DoubleBottom | null {
  const kind = side === 1 ? 'low' : 'high'
  const at = turns.at(-1)?.kind === kind ? turns.length - 1 : turns.length - 2
  const [first, high, second] = [turns[at - 2], turns[at - 1], turns[at]]
  if (!first || !high || !second) return null
  const apart = second.index - first.index
  if (apart < apartMin || apart > apartMax) return null
  const off = Math.abs(first.price - second.price) / atr
  const floor = Math.min(side * first.price, side * second.price)
  const depth = (side * high.price - floor) / atr
  if (off > evenWithin || depth < depthMin) return null
  const age = ageOfBreak(candles, second.index, () => side * high.price, side)
  return age === null ? null : { price: side * floor, neckline: high.price, depth, age }
}
