import type { Outcome } from '../../schemas/contracts.generated.ts'
import { isZero } from '../consensus/rounding.ts'
import { type FundingPoint, fundingPct } from './funding.ts'
import { type Costs, type MarketKind, roundTripPct, type Side, sideSign } from './levels.ts'
import type { Part } from './position.ts'

export type OutcomeNumbers = Pick<
  Outcome,
  'gross_pct' | 'fees_pct' | 'funding_pct' | 'net_pct' | 'net_margin_pct' | 'pnl' | 'won'
>

export interface ClosedTrade {
  readonly kind: Outcome['kind']
  readonly market: MarketKind
  readonly side: Side
  readonly entryPrice: number
  readonly entryMs: number
  /** Of the last part; what `parts` leave of the whole. */
  readonly exitPrice: number
  readonly exitMs: number
  /** Those closed before the last. */
  readonly parts: readonly Pick<Part, 'price' | 'timeMs' | 'share'>[]
  readonly leverage: number
  readonly notional: number
  readonly costs: Costs
  /** Of the symbol; only those between entry and exit count, and only on perpetuals. */
  readonly funding: readonly FundingPoint[]
}

/**
 * P/L on notional and on margin are two numbers; a shadow earns nothing. Each part counts by its
 * share: its own price, and the funding until its own end. The fees are those of the whole, which is
 * bought and sold once in however many parts.
 */
export function outcomeNumbers(trade: ClosedTrade): OutcomeNumbers {
  const { side, entryPrice, parts } = trade
  const paysFunding = trade.market === 'perpetual'
  const grossOf = (price: number): number => sideSign(side) * (price / entryPrice - 1) * 100
  const fundingOf = (endMs: number): number =>
    paysFunding ? fundingPct(trade.funding, side, trade.entryMs, endMs) : 0

  const rest = parts.reduce((left, { share }) => left - share, 1)
  let gross = rest * grossOf(trade.exitPrice)
  let funding = rest * fundingOf(trade.exitMs)
  for (const { share, price, timeMs } of parts) {
    gross += share * grossOf(price)
    funding += share * fundingOf(timeMs)
  }
  const fees = roundTripPct(trade.costs)
  const net = gross - fees - funding
  return {
    gross_pct: gross,
    fees_pct: fees,
    funding_pct: funding,
    net_pct: net,
    net_margin_pct: net * trade.leverage,
    pnl: trade.kind === 'real' ? (trade.notional * net) / 100 : 0,
    // At break-even the last bit of a sum would decide.
    won: net > 0 && !isZero(net),
  }
}
