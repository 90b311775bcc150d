import type { Side } from './levels.ts'
import { type Exit, expirePosition, type Fill, type FollowStep, type Position } from './position.ts'

export interface FollowConfig {
  /** `price_tolerance`, of the level: from there it counts as hit. */
  readonly tolerance: number
}

export const followDefaults: FollowConfig = { tolerance: 0.001 }

export interface FollowedCandle {
  readonly openMs: number
  readonly closeMs: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

function held(position: Position): FollowStep {
  return { position, exit: null, lapsed: false }
}

/** The price worse for the side: the lower one for LONG. */
function worse(side: Side, a: number, b: number): number {
  return side === 'LONG' ? Math.min(a, b) : Math.max(a, b)
}

function better(side: Side, a: number, b: number): number {
  return side === 'LONG' ? Math.max(a, b) : Math.min(a, b)
}

/** From here on the stop counts as hit: a little before it. */
function stopZone({ side, stopLoss }: Position, { tolerance }: FollowConfig): number {
  return stopLoss * (side === 'LONG' ? 1 + tolerance : 1 - tolerance)
}

function profitZone({ side, takeProfit }: Position, { tolerance }: FollowConfig): number {
  return takeProfit * (side === 'LONG' ? 1 - tolerance : 1 + tolerance)
}

function isAtOrBelow(side: Side, price: number, level: number): boolean {
  return worse(side, price, level) === price
}

/**
 * What a way from `first` over `worst` and `best` hits, the stop first when it holds both. The stop
 * is booked at itself or where the way began beyond it; the profit where its zone was entered, which
 * is the first price at which it counted as hit, never at the level nor at the best.
 */
function hitOn(
  position: Position,
  way: { readonly first: number; readonly worst: number; readonly best: number },
  timeMs: number,
  config: FollowConfig,
): Exit | null {
  const { side, stopLoss } = position
  if (isAtOrBelow(side, way.worst, stopZone(position, config))) {
    return { outcome: 'SL_HIT', price: worse(side, stopLoss, way.first), timeMs }
  }
  const zone = profitZone(position, config)
  if (isAtOrBelow(side, zone, way.best)) {
    return { outcome: 'TP_HIT', price: better(side, zone, way.first), timeMs }
  }
  return null
}

/** The entry is the first trade at or after `entryAfterMs`; the trades after it test the levels. */
export function followTrade(position: Position, trade: Fill, config = followDefaults): FollowStep {
  if (trade.timeMs >= position.expiresAtMs) return expirePosition(position)
  if (position.entry === null) {
    if (trade.timeMs < position.entryAfterMs) return held(position)
    const entry = { price: trade.price, timeMs: trade.timeMs }
    return held({ ...position, entry, lastPrice: trade.price })
  }
  if (trade.timeMs < position.entry.timeMs) return held(position)
  const way = { first: trade.price, worst: trade.price, best: trade.price }
  const exit = hitOn(position, way, trade.timeMs, config)
  return { position: { ...position, lastPrice: trade.price }, exit, lapsed: false }
}

/**
 * One closed 1m candle. A waiting position enters at the open of the first candle that closes after
 * `entryAfterMs`: the next to come after the decision, which itself already tests the levels. An
 * open position skips the candle it was entered within by a trade: part of it lies before the entry.
 */
export function followCandle(
  position: Position,
  candle: FollowedCandle,
  config = followDefaults,
): FollowStep {
  if (candle.closeMs > position.expiresAtMs) return expirePosition(position)
  if (position.entry === null) {
    if (candle.closeMs <= position.entryAfterMs) return held(position)
    const timeMs = Math.max(candle.openMs, position.entryAfterMs)
    return testCandle({ ...position, entry: { price: candle.open, timeMs } }, candle, config)
  }
  if (candle.openMs < position.entry.timeMs) return held(position)
  return testCandle(position, candle, config)
}

function testCandle(position: Position, candle: FollowedCandle, config: FollowConfig): FollowStep {
  const { open, high, low, close, closeMs } = candle
  const [worst, best] = position.side === 'LONG' ? [low, high] : [high, low]
  const exit = hitOn(position, { first: open, worst, best }, closeMs, config)
  return { position: { ...position, lastPrice: close }, exit, lapsed: false }
}
