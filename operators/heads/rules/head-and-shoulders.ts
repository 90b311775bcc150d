import type { Candle } from '../../../schemas/contracts.generated.ts'
import type { Side } from '../oriented.ts'
import type { Swing } from '../swings.ts'
import { ageOfBreak } from './neckline.ts'

export interface HeadAndShoulders {
  /** Of the head, on the chart. */
  readonly price: number
  /** Where the neckline stands at the newest candle, on the chart. */
  readonly neckline: number
  /** From the head to the neckline, in ATR. */
  readonly depth: number
  /** Candles since the first close through the neckline. */
  readonly age: number
}

const widthMax = 90
/** Least that the head stands out below each shoulder and the shoulders below the neckline, in ATR. */
const standsOut = 1
/** Most that the shoulders may differ, and the neckline rise or fall, as shares of the depth. */
const unevenMax = 0.4
const tiltMax = 0.4

/**
 * Three lows, read from this side, of which the middle one is the lowest, and a close through the line over the two highs
 * between them: the inverse head and shoulders; upside down the head and shoulders of a top. `turns`: a zigzag.
 */
export function findHeadAndShoulders(
  candles: readonly Candle[],
  turns: readonly Swing[],
  side: Side,
  atr: number,
): HeadAndShoulders | null {
  const kind = side === 1 ? 'low' : 'high'
  const at = turns.at(-1)?.kind === kind ? turns.length - 1 : turns.length - 2
  const [left, leftNeck, head, rightNeck, right] = turns.slice(Math.max(0, at - 4), at + 1)
  if (!left || !leftNeck || !head || !rightNeck || !right) return null
  if (right.index - left.index > widthMax) return null
  const slope = (side * (rightNeck.price - leftNeck.price)) / (rightNeck.index - leftNeck.index)
  const lineAt = (index: number) => side * leftNeck.price + slope * (index - leftNeck.index)
  const price = side * head.price
  const depth = lineAt(head.index) - price
  const shoulders = [left, right]
  const out = shoulders.every(
    (shoulder) =>
      side * shoulder.price - price >= standsOut * atr &&
      lineAt(shoulder.index) - side * shoulder.price >= standsOut * atr,
  )
  if (!out || Math.abs(left.price - right.price) > unevenMax * depth) return null
  if (Math.abs(leftNeck.price - rightNeck.price) > tiltMax * depth) return null
  const age = ageOfBreak(candles, right.index, lineAt, side)
  if (age === null) return null
  const neckline = side * lineAt(candles.length - 1)
  return { price: head.price, neckline, depth: depth / atr, age }
}
