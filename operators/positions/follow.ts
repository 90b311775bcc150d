import { noExits } from './exits/catalogue.ts'
import { openPositionOf } from './exits/initial-risk.ts'
import { moveStop, type StopContext } from './exits/move-stop.ts'
import { partialLevel } from './exits/partial-take-profit.ts'
import { reviewPosition, reviewTimeMs } from './exits/time-exit.ts'
import { profitZone, stopZone } from './hit-zone.ts'
import { costDefaults, roundTripPct } from './levels.ts'
import { expirePosition, type Fill, type FollowStep, held, type Position } from './position.ts'
import { better, isAtOrBelow, worse } from './price-order.ts'

/** `tolerance` is `price_tolerance`, of the level: from there it counts as hit. */
export type FollowConfig = StopContext

export const followDefaults: FollowConfig = {
  tolerance: 0.001,
  exits: noExits,
  costsPct: roundTripPct(costDefaults.perpetual),
}

export interface FollowedCandle {
  readonly openMs: number
  readonly closeMs: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

/** What a price went through: one trade, or a candle of which only the first and the last are in order. */
interface Way {
  readonly first: number
  readonly worst: number
  readonly best: number
  readonly last: number
}

/**
 * Follows an open position along a way. The stop in force is tested first, over all of it, and is
 * booked at itself or where the way began beyond it. A profit is booked where its zone was entered,
 * which is the first price at which it counted as hit, never at the level nor at the best; the
 * partial one before the take profit. Only what is left after that has its stop moved by the best
 * price, for the next way.
 */
function follow(position: Position, way: Way, timeMs: number, config: FollowConfig): FollowStep {
  const { side, stop, takeProfit } = position
  const seen = { ...position, lastPrice: way.last }
  if (isAtOrBelow(side, way.worst, stopZone(side, stop.price, config.tolerance))) {
    const price = worse(side, stop.price, way.first)
    const exit = { outcome: 'SL_HIT', reason: stop.reason, price, timeMs } as const
    return { position: seen, exit, lapsed: false }
  }
  const taken = takePart(seen, way, timeMs, config)
  const zone = profitZone(side, takeProfit, config.tolerance)
  if (isAtOrBelow(side, zone, way.best)) {
    const price = better(side, zone, way.first)
    const exit = { outcome: 'TP_HIT', reason: 'take_profit', price, timeMs } as const
    return { position: taken, exit, lapsed: false }
  }
  return held(moveStop(taken, way.best, config))
}

/** Takes the part that a policy asks for, unless the take profit comes no later and takes it all. */
function takePart(position: Position, way: Way, timeMs: number, config: FollowConfig): Position {
  const policy = config.exits.partial_take_profit
  if (policy === undefined || position.parts.length > 0) return position
  const open = openPositionOf(position)
  if (open === null) return position
  const { side, takeProfit } = position
  const zone = profitZone(side, partialLevel(open, policy), config.tolerance)
  if (!isAtOrBelow(side, zone, way.best)) return position
  const price = better(side, zone, way.first)
  if (isAtOrBelow(side, profitZone(side, takeProfit, config.tolerance), price)) return position
  const part = { price, timeMs, share: policy.share, reason: 'partial_take_profit' } as const
  return { ...position, parts: [part] }
}

function enter(position: Position, entry: Fill, { exits }: FollowConfig): Position {
  const { time_exit: timeExit } = exits
  const reviewAtMs =
    timeExit === undefined ? position.reviewAtMs : reviewTimeMs(entry.timeMs, timeExit)
  return { ...position, entry, lastPrice: entry.price, reviewAtMs }
}

/** What is due by time alone, up to and with `timeMs`: the time exit's look, then the age. */
export function followTime(
  position: Position,
  timeMs: number,
  config = followDefaults,
): FollowStep {
  const { exits } = config
  const { reviewAtMs, expiresAtMs } = position
  let step = held(position)
  if (exits.time_exit !== undefined && reviewAtMs <= timeMs && reviewAtMs < expiresAtMs) {
    step = reviewPosition(position, exits.time_exit)
  }
  return step.exit === null && expiresAtMs <= timeMs ? expirePosition(step.position) : step
}

/**
 * The entry is the first trade at or after `entryAfterMs`; the trades after it test the levels. What
 * an exit policy moves because of a trade is in force from the next one on.
 */
export function followTrade(position: Position, trade: Fill, config = followDefaults): FollowStep {
  const { price, timeMs } = trade
  const due = followTime(position, timeMs, config)
  if (due.exit !== null || due.lapsed) return due
  if (position.entry === null) {
    if (timeMs < position.entryAfterMs) return held(position)
    return held(enter(position, { price, timeMs }, config))
  }
  if (timeMs < position.entry.timeMs) return held(position)
  const way = { first: price, worst: price, best: price, last: price }
  return follow(due.position, way, timeMs, config)
}

/**
 * One closed 1m candle. A waiting position enters at the open of the first candle that closes after
 * `entryAfterMs`: the next to come after the decision, which itself already tests the levels. An
 * open position skips the candle it was entered within by a trade: part of it lies before the entry.
 *
 * Nobody knows whether the high or the low of a candle came first, so the worse is taken for true:
 * the stop that was in force at the open is tested over the whole candle before any profit, a
 * partial one too; and the candle's best price moves the stop for the next candle only.
 */
export function followCandle(
  position: Position,
  candle: FollowedCandle,
  config = followDefaults,
): FollowStep {
  const { openMs, closeMs, open, high, low, close } = candle
  // A candle that reaches beyond a due time says nothing of the price at it: the one before does.
  const due = followTime(position, closeMs - 1, config)
  if (due.exit !== null || due.lapsed) return due
  let current = due.position
  if (current.entry === null) {
    if (closeMs <= current.entryAfterMs) return held(current)
    const timeMs = Math.max(openMs, current.entryAfterMs)
    const entered = followTime(enter(current, { price: open, timeMs }, config), closeMs - 1, config)
    if (entered.exit !== null) return entered
    current = entered.position
  } else if (openMs < current.entry.timeMs) return held(current)
  const [worst, best] = position.side === 'LONG' ? [low, high] : [high, low]
  return follow(current, { first: open, worst, best, last: close }, closeMs, config)
}
