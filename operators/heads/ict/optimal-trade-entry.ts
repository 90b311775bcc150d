import type { Candle } from '../../../schemas/contracts.generated.ts'
import { closeOf, type Side } from '../oriented.ts'
import type { Swing } from '../swings.ts'

export interface TradeEntry {
  /** Which way the impulse went, and so the trade. */
  readonly side: Side
  /** Share of the impulse that was given back at most. */
  readonly retraced: number
  /** In ATR. */
  readonly impulse: number
  /** Of the candle that went furthest back. */
  readonly age: number
}

const impulseMin = 4
const ageMax = 3
/** Of the impulse: the band that this school enters in, and its middle. */
export const entryBand = { least: 0.62, most: 0.79, middle: 0.705 } as const

/**
 * Whether price has just come back into 0.62 to 0.79 of the last impulse and stands in it or has turned there.
 * `turns`: a zigzag of the candles; its last three are where the impulse began, where it ended, and the way back.
 */
export function findTradeEntry(
  candles: readonly Candle[],
  turns: readonly Swing[],
  atr: number,
): TradeEntry | null {
  const begun = turns.at(-3)
  const ended = turns.at(-2)
  const back = turns.at(-1)
  const last = candles.at(-1)
  if (!begun || !ended || !back || !last) return null
  const side = back.kind === 'low' ? 1 : -1
  const leg = side * (ended.price - begun.price)
  const age = candles.length - 1 - back.index
  if (leg < impulseMin * atr || age > ageMax) return null
  const retraced = (side * (ended.price - back.price)) / leg
  if (retraced < entryBand.least || retraced > entryBand.most) return null
  // Once half of the way back is undone the entry is gone.
  const now = (side * ended.price - closeOf(last, side)) / leg
  if (now < retraced / 2) return null
  return { side, retraced, impulse: leg / atr, age }
}
