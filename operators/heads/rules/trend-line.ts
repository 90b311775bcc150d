import type { Candle } from '../../../schemas/contracts.generated.ts'
import { closeOf, lowOf, type Side } from '../oriented.ts'
import type { Swing } from '../swings.ts'

export interface TrendLine {
  /** Where it stands at the newest candle, on the chart. */
  readonly price: number
  /** Swings that it touches. */
  readonly touches: number
  /** Candles since the first of them. */
  readonly age: number
  /** What price does there: it came down to the line and closed above it, or has just closed below. */
  readonly state: 'held' | 'broken'
}

/** Swings from which lines are drawn, and candles that their two must be apart. */
const swingsMax = 6
const apartMin = 8
const touchesMin = 3
/** How far a swing may lie off the line and still touch it, and a close below it without having broken it, in ATR. */
const touchAtr = 0.3
const brokenAtr = 0.3
/** The newest candles may do something to the line; all before must have kept to it. */
const acting = 2

/** Oriented: its price at a candle is `price + slope × (index − from)`. */
interface Line {
  readonly from: number
  readonly price: number
  readonly slope: number
}

/**
 * The line under the lows of this side with the most touches, at least three, that no close had broken until the newest
 * two candles, if price is at it now.
 */
export function findTrendLine(
  candles: readonly Candle[],
  swings: readonly Swing[],
  side: Side,
  atr: number,
): TrendLine | null {
  const lows = newestLows(swings, side)
  const newest = candles.length - 1
  let best: TrendLine | null = null
  for (let second = 1; second < lows.length; second += 1) {
    for (let first = 0; first < second; first += 1) {
      const from = lows[first]
      const to = lows[second]
      if (!from || !to || to.index - from.index < apartMin) continue
      const slope = (side * (to.price - from.price)) / (to.index - from.index)
      const line: Line = { from: from.index, price: side * from.price, slope }
      // In this order, because most lines are far from price, and few of the others have a third touch.
      const state = stateNow(candles, line, side, atr)
      if (state === null) continue
      const touches = touchesOf(lows, line, side, atr)
      if (touches < touchesMin || (best !== null && best.touches >= touches)) continue
      if (wasBroken(candles, line, side, atr)) continue
      best = { price: side * priceAt(line, newest), touches, age: newest - from.index, state }
    }
  }
  return best
}

function priceAt({ from, price, slope }: Line, index: number): number {
  return price + slope * (index - from)
}

/** The newest of them, oldest first. */
function newestLows(swings: readonly Swing[], side: Side): Swing[] {
  const kind = side === 1 ? 'low' : 'high'
  const lows: Swing[] = []
  for (let at = swings.length - 1; at >= 0 && lows.length < swingsMax; at -= 1) {
    const swing = swings[at]
    if (swing !== undefined && swing.kind === kind) lows.push(swing)
  }
  return lows.reverse()
}

function touchesOf(lows: readonly Swing[], line: Line, side: Side, atr: number): number {
  let touches = 0
  for (const { index, price } of lows) {
    if (Math.abs(side * price - priceAt(line, index)) <= touchAtr * atr) touches += 1
  }
  return touches
}

function wasBroken(candles: readonly Candle[], line: Line, side: Side, atr: number): boolean {
  for (let index = line.from; index < candles.length - acting; index += 1) {
    const candle = candles[index]
    if (candle === undefined) continue
    if (closeOf(candle, side) < priceAt(line, index) - touchAtr * atr) return true
  }
  return false
}

function stateNow(
  candles: readonly Candle[],
  line: Line,
  side: Side,
  atr: number,
): TrendLine['state'] | null {
  const newest = candles.length - 1
  const last = candles[newest]
  const before = candles[newest - 1]
  const still = candles[newest - acting]
  if (last === undefined || before === undefined || still === undefined) return null
  if (closeOf(still, side) < priceAt(line, newest - acting) - touchAtr * atr) return null
  const above = closeOf(last, side) - priceAt(line, newest)
  if (above < -brokenAtr * atr) return 'broken'
  const nearest = Math.min(
    lowOf(last, side) - priceAt(line, newest),
    lowOf(before, side) - priceAt(line, newest - 1),
  )
  return nearest <= touchAtr * atr && above > touchAtr * atr ? 'held' : null
}
