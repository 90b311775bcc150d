import { noExits } from '../positions/exits/catalogue.ts'
import { type FollowedCandle, followCandle, followTime } from '../positions/follow.ts'
import type { FundingPoint } from '../positions/funding.ts'
import {
  costDefaults,
  levelsOf,
  type MarketKind,
  roundTripPct,
  type Side,
  sideSign,
} from '../positions/levels.ts'
import { outcomeNumbers } from '../positions/outcome-numbers.ts'
import { type Exit, type Position, untouched } from '../positions/position.ts'
import { worse } from '../positions/price-order.ts'

export interface FollowTerms {
  readonly market: MarketKind
  /** `price_tolerance` */
  readonly tolerance: number
  /** How long a position may last. */
  readonly ageMaxMs: number
}

/** What a position of one side, entered at a state's close, would have given. */
export interface Followed {
  readonly netPct: number
  /** How far it went against its entry, per cent; not beyond its exit. */
  readonly drawdownPct: number
}

/**
 * Enters at the close with the levels of a signal, by the ATR of that candle, and follows the
 * candles after it as positions are followed: the stop first within a candle, expiry at the last
 * price, costs and funding as they are paid. Null where there can be no such position, or none
 * of the candles is there.
 */
export function whatFollowed(
  side: Side,
  entry: { readonly close: number; readonly closeMs: number; readonly atr: number },
  candles: Iterable<FollowedCandle>,
  funding: readonly FundingPoint[],
  { market, tolerance, ageMaxMs }: FollowTerms,
): Followed | null {
  const { close: price, closeMs: timeMs, atr } = entry
  const costs = costDefaults[market]
  const levels = levelsOf({ side, kind: market, price, atr, costs })
  if (levels === null) return null
  const config = { tolerance, exits: noExits, costsPct: roundTripPct(costs) }
  const expiresAtMs = timeMs + ageMaxMs
  let position: Position = untouched({
    id: '',
    side,
    takeProfit: levels.takeProfit,
    stopLoss: levels.stopLoss,
    entryAfterMs: timeMs,
    expiresAtMs,
    entry: { price, timeMs },
    lastPrice: null,
  })
  let worst = price
  let exit: Exit | null = null
  for (const candle of candles) {
    if (candle.openMs >= expiresAtMs) break
    const step = followCandle(position, candle, config)
    position = step.position
    exit = step.exit
    // A stop ends the position where it is booked, and at an expiry a candle beyond it says nothing.
    const furthest = side === 'LONG' ? candle.low : candle.high
    worst = worse(side, worst, exit === null || exit.outcome === 'TP_HIT' ? furthest : exit.price)
    if (exit !== null) break
  }
  if (position.lastPrice === null) return null
  exit ??= followTime(position, expiresAtMs, config).exit
  if (exit === null) return null
  const { net_pct: netPct } = outcomeNumbers({
    kind: 'shadow',
    market,
    side,
    entryPrice: price,
    entryMs: timeMs,
    exitPrice: exit.price,
    exitMs: exit.timeMs,
    parts: [],
    leverage: 1,
    notional: 0,
    costs,
    funding,
  })
  return { netPct, drawdownPct: Math.max(0, sideSign(side) * (1 - worst / price) * 100) }
}
